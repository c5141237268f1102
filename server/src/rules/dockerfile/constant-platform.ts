import { Refusal } from '../../core/fix.ts';
import { removeFlag } from '../../dockerfile/edits.ts';
import { dockerfileRule } from '../define.ts';

const architectures = 'amd64|arm64|arm|386|ppc64le|s390x|riscv64|mips64le|loong64';

export default dockerfileRule({
  id: 'constant-platform',
  category: 'maintainability',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Leave the platform to the build',
  why: 'With `FROM --platform=linux/amd64` an image is made for that platform whatever the build asks for: on ARM it runs under emulation, and an image for several platforms holds the same one several times. `docker build --platform` chooses for one build; `$BUILDPLATFORM` is for stages that only compile. Where there is no image for another platform, name the stage after it, or say so in a suppression.',
  aliases: [
    'hadolint/DL3029',
    'buildkit/FromPlatformFlagConstDisallowed',
    'kics/Using Platform Flag with FROM Command',
    'droast/DF061',
  ],
  fix: 'manual',
  fixing: 'Removes the flag. Look whether there is an image for every platform you build for.',
  references: [
    'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
    'https://docs.docker.com/build/building/multi-platform/',
  ],
  examples: [
    { bad: 'FROM --platform=linux/amd64 alpine:3.22\n', fixed: 'FROM alpine:3.22\n' },
    { good: 'FROM --platform=$BUILDPLATFORM golang:1.26\n' },
    {
      good: 'FROM --platform=linux/amd64 debian:13 AS build-amd64\nFROM --platform=linux/arm64 debian:13 AS build-arm64\nFROM build-${TARGETARCH}\n',
      note: 'The name of the stage says that it is meant for one platform.',
    },
  ],
  check({ dockerfile, report }) {
    for (const { from, name = '' } of dockerfile.stages) {
      const value = from?.platform?.value;
      const flag = from?.platform;
      if (!from || !flag || !value || value.text.includes('$') || value.text === '') continue;
      const finding = report(
        value.span,
        `The stage is made for ${value.text} whatever the build asks for: leave the platform to the build`,
      ).fix('Remove the flag', () => {
        const edit = removeFlag(from, flag);
        return edit instanceof Refusal ? edit : [edit];
      });
      if (saysPlatform(name, value.text)) {
        finding.grade('info').onlyIn('all').as('hadolint/DL3029', 'kics/Using Platform Flag with FROM Command');
      }
    }
  },
});

/** Whether the name of a stage holds the system or the architecture, as BuildKit looks at it. */
function saysPlatform(name: string, platform: string): boolean {
  const [first = '', second] = platform.toLowerCase().split('/');
  // A lone part is a system or an architecture; the other is then that of the builder.
  const parts = second === undefined ? [first] : [first, second];
  const known = new RegExp(`^(?:linux|windows|darwin|freebsd|${architectures})$`);
  return parts.some((part) => known.test(normalized(part)) && name.includes(normalized(part)));
}

function normalized(part: string): string {
  const names: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    'x86-64': 'amd64',
    aarch64: 'arm64',
    armhf: 'arm',
  };
  return names[part] ?? part;
}
