import { dockerfileRule } from '../define.ts';

/** Namespaces that Docker keeps for itself (docs.docker.com/engine/manage-resources/labels). */
const reserved = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

/** Labels of Docker's that images set themselves: those of extensions, and what says where the Dockerfile is. */
const meantForImages = /^com\.docker\.(?:extension|extensions|desktop\.extension|image\.source)(?:\.|$)/;

export default dockerfileRule({
  id: 'valid-label-key',
  category: 'maintainability',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Write label keys in lower case, with a namespace of your own',
  why: "Docker's guidelines for labels: keys begin with a lower-case letter, end with one or with a digit, and hold letters, digits, single periods and hyphens between. `com.docker.*`, `io.docker.*` and `org.dockerproject.*` are reserved. Any key is accepted by builders; tools that filter by label, and people who type it, expect this form.",
  aliases: ['hadolint/DL3048', 'tally/labels/valid-key'],
  fix: 'none',
  references: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],
  examples: [
    { bad: 'FROM node:24\nLABEL Description="A web server"\n' },
    { bad: 'FROM node:24\nLABEL com.docker.team="web"\n' },
    { bad: 'FROM node:24\nLABEL "com..example"="web" \\\n      -team="web"\n' },
    { bad: 'FROM node:24\nARG PREFIX\nLABEL "$PREFIX.team"="web"\n' },
    { good: 'FROM node:24\nLABEL com.example.build-team="web" org.opencontainers.image.title="web"\n' },
    { good: 'FROM node:24\nLABEL com.docker.extension.publisher-url="https://example.com"\n' },
  ],
  check({ dockerfile, report }) {
    for (const { pairs, stage } of dockerfile.instructions('LABEL')) {
      for (const { key } of pairs) {
        const { value, references } = stage.expand(key);
        const problem =
          references.length > 0 ? 'depends on a variable, so nobody can search for it' : value && problemOf(value);
        if (problem) report(key.span, `The label key ${value ?? key.text} ${problem}`);
      }
    }
  },
});

function problemOf(key: string): string | undefined {
  if (reserved.test(key) && !meantForImages.test(key))
    return 'is in a namespace that Docker reserves: use one of your own';
  if (/[A-Z]/.test(key)) return 'has capital letters: write it in lower case';
  const wrong = /[^a-z0-9._/-]/.exec(key)?.[0];
  if (wrong) return `holds "${wrong}": use letters, digits, periods and hyphens`;
  if (/\.\.|--/.test(key)) return 'repeats a period or a hyphen: write one';
  if (!/^[a-z]/.test(key)) return 'does not begin with a letter: give it a name that does';
  return /[a-z0-9]$/.test(key) ? undefined : 'does not end with a letter or digit: give it a name that does';
}
