import type { Reporter } from '../../core/report.ts';
import { compact } from '../../dockerfile/words.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { decodedBase64, scalarsIn } from '../../kubernetes/scalars.ts';
import { credentialsIn, mayHoldCredentials } from '../../text/credentials.ts';
import { type MappedText, sourceSpan, verbatim } from '../../text/mapped.ts';
import { containerRule } from '../define.ts';

const ofDockerfile = ['tally/secrets-in-code', 'dockerfile-doctor/DD057', 'dockerfile-doctor/DD058'] as const;
const ofEnvironment = ['polaris/sensitiveContainerEnvVar', 'kubescape/C-0012'] as const;
const ofConfigMap = ['polaris/sensitiveConfigmapContent', 'trivy/KSV-0109', 'kubescape/C-0012'] as const;

/** What datree calls some kinds of credentials. */
const datree: Readonly<Record<string, string>> = {
  'an AWS access key': 'datree/ALL_EXPOSED_SECRET_AWS',
  'a GitHub token': 'datree/ALL_EXPOSED_SECRET_GITHUB',
  'a GitLab token': 'datree/ALL_EXPOSED_SECRET_GITLAB',
  'a Google API key': 'datree/ALL_EXPOSED_SECRET_GCP',
  'a Stripe key': 'datree/ALL_EXPOSED_SECRET_STRIPE',
  'an npm token': 'datree/ALL_EXPOSED_SECRET_NPM',
  'a JSON web token': 'datree/ALL_EXPOSED_SECRET_JWT',
  'a private key': 'datree/ALL_EXPOSED_SECRET_PRIVATEKEY',
};

export default containerRule({
  id: 'no-credential',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write no token, password or key into a file that others read',
  why: 'Whoever can read the repository or pull the image has it: ENV, ARG and LABEL stand in the metadata of the image, and a file that a later layer deletes is still in the layer before. A credential that has once been committed has to be revoked, because removing it from the file does not remove it from the history. Builds get theirs through secret mounts, programs from their surroundings when they start. In manifests every text is looked at, and in Secrets what base64 stands for.',
  lesson: 'build-and-run',
  aliases: [...ofDockerfile, ...new Set([...ofEnvironment, ...ofConfigMap]), ...Object.values(datree)],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: [
    { bad: 'FROM alpine:3.24\nENV AWS_ACCESS_KEY_ID=AKIA2OGYBAH6QLWKZRXP\n' },
    {
      bad: 'FROM alpine:3.24\nRUN aws configure set aws_access_key_id AKIA2OGYBAH6QLWKZRXP && aws s3 sync s3://assets /srv\n',
    },
    {
      bad: 'FROM alpine:3.24\nCOPY <<EOF /root/.aws/credentials\n[default]\naws_access_key_id = AKIA2OGYBAH6QLWKZRXP\nEOF\n',
    },
    {
      good: 'FROM node:24\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\n',
    },
    { good: 'FROM alpine:3.24\nENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n', note: 'An example is no credential.' },
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  credentials: |\n    [default]\n    aws_access_key_id = AKIA2OGYBAH6QLWKZRXP\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  key: QUtJQTJPR1lCQUg2UUxXS1pSWFA=\n',
      note: 'base64 hides nothing.',
    },
    {
      good: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  password: aHVudGVyMg==\n',
      note: 'What a credential looks like is not known of every one.',
    },
  ],
  checkDockerfile({ dockerfile, report }) {
    // What a continuation line tears apart stands together in the instruction only.
    if (!mayHoldCredentials(dockerfile.text)) return;
    const tell = (text: MappedText) => {
      for (const { what, start, end } of credentialsIn(text.text)) {
        report(
          sourceSpan(text, start, end),
          `This looks like ${what}, which everybody who gets this file or the image can read: revoke it, and pass one in as a secret`,
        ).as(...ofDockerfile);
      }
    };
    for (const instruction of dockerfile.allInstructions) {
      // A trigger is looked at as part of its ONBUILD.
      if (instruction.onbuild) continue;
      tell(compact(instruction.rest));
      for (const { content } of instruction.heredocs)
        tell(verbatim(dockerfile.text.slice(content.start, content.end), content.start));
    }
  },
  checkManifest({ manifest, report }) {
    if (mayHoldCredentials(manifest.text)) tellInTexts(manifest, report);
    for (const secret of manifest.ofKind('Secret')) tellInSecret(secret, report);
  },
});

const remedy = 'which everybody who gets this file can read: revoke it, and keep the next one out of the repository';

function tellInTexts({ resources }: Manifest, report: Reporter): void {
  for (const { kind, value } of resources) {
    for (const scalar of scalarsIn(value)) {
      const { mappedText } = scalar;
      if (!mappedText) continue;
      for (const { what, start, end } of credentialsIn(mappedText.text)) {
        const place = kind === 'ConfigMap' ? ofConfigMap : scalar.path.includes('.env[') ? ofEnvironment : [];
        report(sourceSpan(mappedText, start, end), `This looks like ${what}, ${remedy}`).as(...place, ...nameOf(what));
      }
    }
  }
}

function tellInSecret({ value }: Resource, report: Reporter): void {
  for (const [name, { text, span }] of value.get('data').entries) {
    // The shortest credentials have 20 letters, for which base64 takes 28.
    const decoded = text !== undefined && text.length >= 28 ? decodedBase64(text) : undefined;
    const [found] = decoded === undefined ? [] : credentialsIn(decoded);
    if (found && span) report(span, `${name} holds ${found.what} in base64, ${remedy}`).as(...nameOf(found.what));
  }
}

function nameOf(what: string): readonly string[] {
  return Object.hasOwn(datree, what) ? [datree[what] ?? ''] : [];
}
