import { removeInstruction } from '../../dockerfile/edits.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it, by instruction. */
const aliases = {
  CMD: [
    'hadolint/DL4003',
    'buildkit/MultipleInstructionsDisallowed',
    'trivy/DS-0016',
    'kics/Multiple CMD Instructions Listed',
    'dockerfile-doctor/DD036',
    'droast/DF038',
    'dockerfile-utils/MULTIPLE_INSTRUCTIONS',
    'slim/20011',
  ],
  ENTRYPOINT: [
    'hadolint/DL4004',
    'buildkit/MultipleInstructionsDisallowed',
    'trivy/DS-0007',
    'kics/Multiple ENTRYPOINT Instructions Listed',
    'dockerfile-doctor/DD037',
    'droast/DF039',
    'dockerfile-utils/MULTIPLE_INSTRUCTIONS',
    'slim/20010',
  ],
  HEALTHCHECK: [
    'hadolint/DL3012',
    'buildkit/MultipleInstructionsDisallowed',
    'trivy/DS-0023',
    'dockerfile-doctor/DD049',
    'droast/DF041',
    'dockerfile-utils/MULTIPLE_INSTRUCTIONS',
  ],
} as const;

export default dockerfileRule({
  id: 'overridden-command',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give a stage one CMD, one ENTRYPOINT and one HEALTHCHECK',
  why: 'Of several CMD, ENTRYPOINT or HEALTHCHECK instructions in one stage only the last has an effect. Whoever writes two of them either expects both to run, which they do not, or has forgotten the first. A stage that is built upon another one may override what it inherits.',
  aliases: [...new Set(Object.values(aliases).flat())],
  fix: 'safe',
  fixing: 'Removes the instruction that has no effect; the image stays the same.',
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  examples: [
    {
      bad: 'FROM nginx:1.30\nCMD ["nginx"]\nEXPOSE 80\nCMD ["nginx", "-g", "daemon off;"]\n',
      fixed: 'FROM nginx:1.30\nEXPOSE 80\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad: 'FROM node:24\nENTRYPOINT ["node"]\nENTRYPOINT ["node", \\\n  "server.js"]\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["/healthy"]\n',
      fixed: 'FROM node:24\nENTRYPOINT ["node", \\\n  "server.js"]\nHEALTHCHECK CMD ["/healthy"]\n',
    },
    {
      good: 'FROM node:24 AS test\nCMD ["npm", "test"]\nFROM test\nCMD ["node", "server.js"]\n',
      note: 'Each stage has one of its own.',
    },
    { good: 'FROM node:24\nENTRYPOINT ["node"]\nCMD ["server.js"]\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of [dockerfile.preamble, ...dockerfile.stages]) {
      for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const) {
        const all = stage.own(keyword);
        const last = all.at(-1);
        if (!last || all.length === 1) continue;
        for (const instruction of all.slice(0, -1)) {
          report(instruction.lineSpan, `This ${keyword} has no effect, because the last one of the stage overrides it`)
            .as(...aliases[keyword])
            .relate(last.keywordSpan, `The ${keyword} that counts`)
            .tag('unnecessary')
            .fix(`Remove the ${keyword} without effect`, () => [removeInstruction(dockerfile, instruction)]);
        }
      }
    }
  },
});
