import { compact } from '../../dockerfile/words.ts';
import { credentialsIn, mayHoldCredentials } from '../../text/credentials.ts';
import { type MappedText, sourceSpan, verbatim } from '../../text/mapped.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-credential',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write no token, password or key into a Dockerfile',
  why: 'Whoever can read the repository or pull the image has it: ENV, ARG and LABEL stand in the metadata of the image, and a file that a later layer deletes is still in the layer before. A credential that has once been committed has to be revoked, because removing it from the file does not remove it from the history. Builds get theirs through secret mounts, programs from their surroundings when they start.',
  lesson: 'build-and-run',
  aliases: ['tally/secrets-in-code', 'dockerfile-doctor/DD057', 'dockerfile-doctor/DD058'],
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
  ],
  check({ dockerfile, report }) {
    // What a continuation line tears apart stands together in the instruction only.
    if (!mayHoldCredentials(dockerfile.text)) return;
    const tell = (text: MappedText) => {
      for (const { what, start, end } of credentialsIn(text.text)) {
        report(
          sourceSpan(text, start, end),
          `This looks like ${what}, which everybody who gets this file or the image can read: revoke it, and pass one in as a secret`,
        );
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
});
