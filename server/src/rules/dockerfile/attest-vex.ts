import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'attest-vex',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Attach VEX documents to the image instead of copying them into it',
  why: 'A VEX document says which vulnerabilities do not matter, and changes more often than the program: inside the image every new statement needs a new build, and scanners that find an attestation do not look for files. Attached as an attestation it can be replaced at any time.',
  aliases: ['tally/prefer-vex-attestation'],
  fix: 'none',
  references: ['https://docs.docker.com/scout/how-tos/create-exceptions-vex/'],
  examples: [
    { bad: 'FROM alpine:3.24\nCOPY app.vex.json /usr/share/doc/\n' },
    { good: 'FROM alpine:3.24\nCOPY app.json /usr/share/doc/\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of dockerfile.instructions('COPY')) {
      const document = copy.sources.find(({ text }) => /\.vex\.json["']?$/.test(text));
      if (document && dockerfile.isShipped(copy.stage))
        report(
          document.span,
          'A VEX document in the image needs a new build for each statement: attach it as an attestation',
        );
    }
  },
});
