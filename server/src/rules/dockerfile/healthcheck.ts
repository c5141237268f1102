import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'healthcheck',
  category: 'reliability',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say with HEALTHCHECK how to tell that the container works',
  why: 'Without a check, Docker, Compose and Swarm take a container for healthy as long as its process runs, however stuck it is. Kubernetes and Podman images in the OCI format ignore HEALTHCHECK: there, probes do the same. `HEALTHCHECK NONE` says that none is wanted. What the base image brings is not seen from here.',
  lesson: 'cattle',
  aliases: [
    'hadolint/DL3057',
    'trivy/DS-0026',
    'checkov/CKV_DOCKER_2',
    'kics/Healthcheck Instruction Missing',
    'dockerfile-doctor/DD012',
    'droast/DF012',
    'tally/ruby/healthcheck-rails-up-endpoint',
  ],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
  examples: [
    { bad: 'FROM node:24\nCMD ["node", "server.js"]\n' },
    { bad: 'FROM node:24 AS test\nHEALTHCHECK CMD ["/healthy"]\nFROM node:24\nCMD ["node", "server.js"]\n' },
    { good: 'FROM node:24\nHEALTHCHECK CMD ["node", "healthy.js"]\nCMD ["node", "server.js"]\n' },
    { good: 'FROM node:24 AS base\nHEALTHCHECK NONE\nFROM base\nCMD ["node", "server.js"]\n' },
  ],
  check({ dockerfile: { finalStage }, report }) {
    const image = finalStage.from?.image;
    if (!image || finalStage.last('HEALTHCHECK')) return;
    report(
      image.span,
      'The image has no HEALTHCHECK, so a process that hangs counts as healthy: add one, or HEALTHCHECK NONE',
    );
  },
});
