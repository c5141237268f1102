import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, only } from '../support/judge.ts';

/** The text after fixing everything a rule finds, and the reasons why it does not fix the rest. */
async function fixing(id: string, text: string): Promise<{ fixed: string; refusals: string[] }> {
  const rule = registry.get(id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  const judged = new Judgement('Dockerfile', text, only(rule, {}, 'all'));
  expect(judged.findings.length).toBeGreaterThan(0);
  const context = judged.engine.fixContext(judged.source.uri);
  const built = await Promise.all(judged.findings.flatMap(({ fixes }) => fixes.map((fix) => fix.build(context))));
  const refusals = built.flatMap((one) => (one instanceof Refusal ? one.reason : []));
  return { fixed: await judged.fixed(), refusals };
}

describe('commands are not edited', () => {
  it.each<[string, string, string, string]>([
    [
      'in scripts written with escapes',
      'clean-package-cache',
      'FROM alpine:3.24\nRUN sh -c "apk add \\"curl\\""\n',
      'The text is written with escapes, so that it is not known where its parts stand.',
    ],
    [
      'in scripts written with escapes that another finding wants to change',
      'update-with-install',
      'FROM debian:13\nRUN apt-get update\nRUN sh -c "apt-get install -y \\"curl\\""\n',
      'The script is written with escapes, so that it is not known where its words stand.',
    ],
    [
      'in the exec form, where a word is a string',
      'update-with-install',
      'FROM debian:13\nRUN apt-get update\nRUN ["apt-get", "install", "-y", "curl"]\n',
      'The command is in the exec form.',
    ],
    [
      'for a user who may not do that',
      'clean-package-cache',
      'FROM debian:13\nUSER bob\nRUN apt-get update && apt-get install -y curl\n',
      'The RUN runs as "bob", who may not do that.',
    ],
    [
      'in another file system',
      'clean-package-cache',
      'FROM debian:13\nRUN chroot /mnt apt-get update && chroot /mnt apt-get install -y curl\n',
      'The command runs in another file system.',
    ],
    ...['; exit 0', ' && exec bash -c true', '; if true; then exit 0; fi', '; exit 0; true'].map(
      (end): [string, string, string, string] => [
        `behind "${end}"`,
        'clean-package-cache',
        `FROM debian:13\nRUN apt-get update && apt-get install -y curl${end}\n`,
        'The script ends before its last line, with "exit" or "exec".',
      ],
    ),
    [
      'behind "exit" in a here-document',
      'clean-package-cache',
      'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y curl\nexit 0\nEOF\n',
      'The script ends before its last line, with "exit" or "exec".',
    ],
    [
      'behind "||"',
      'use-cache-mount',
      'FROM debian:13\nRUN true || apt-get update && apt-get install -y curl\n',
      'The command runs only under a condition.',
    ],
  ])('%s', async (_, id, text, reason) => {
    expect(await fixing(id, text)).toEqual({ fixed: text, refusals: [reason] });
  });
});

describe('commands are edited', () => {
  it.each<[string, string, string, string]>([
    [
      'behind an exit that is only one way to end',
      'clean-package-cache',
      'FROM debian:13\nRUN apt-get update && apt-get install -y curl || exit 1\n',
      'FROM debian:13\nRUN apt-get update && apt-get install -y curl || exit 1 && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'in an exec form with a shell of its own',
      'clean-package-cache',
      'FROM alpine:3.24\nRUN ["sh", "-c", "apk add \\"curl\\""]\n',
      'FROM alpine:3.24\nRUN ["sh", "-c", "apk add --no-cache \\"curl\\""]\n',
    ],
    [
      'with the options of sudo, without its variables',
      'clean-package-cache',
      'FROM debian:13\nUSER app\nRUN sudo -E A=b apt-get update && sudo -E apt-get install -y curl\n',
      'FROM debian:13\nUSER app\nRUN sudo -E A=b apt-get update && sudo -E apt-get install -y curl && sudo -E rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'without sudo where root installs',
      'update-with-install',
      'FROM debian:13\nRUN sudo apt-get update\nRUN apt-get install -y curl\n',
      'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    ],
  ])('%s', async (_, id, text, fixed) => {
    expect((await fixing(id, text)).fixed).toBe(fixed);
  });
});
