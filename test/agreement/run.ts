/**
 * `npm run agreement -- [--hadolint DIR] [--buildkit DIR] [--show NAME]`: holds our findings, through their aliases,
 * against what the peers' own tests expect, read from checkouts of their sources. Prints how often we agree, and with
 * `--show` each case in which we do not (of one rule, or of `all`).
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Config } from '../../server/src/config/config.ts';
import type { Settings } from '../../server/src/core/settings.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { buildkitCases } from './buildkit.ts';
import type { Case } from './case.ts';
import { hadolintCases } from './hadolint.ts';

const { values } = parseArgs({
  options: { hadolint: { type: 'string' }, buildkit: { type: 'string' }, show: { type: 'string' } },
});

for (const [peer, root] of [
  ['hadolint', values.hadolint],
  ['buildkit', values.buildkit],
] as const) {
  if (root === undefined || !existsSync(root)) {
    console.log(`${peer}: no sources; name a checkout with --${peer} DIR`);
    continue;
  }
  if (peer === 'buildkit') await compare(peer, buildkitCases(root), []);
  else {
    const { cases, unread } = hadolintCases(root);
    await compare(peer, cases, unread);
  }
}

async function compare(peer: string, cases: readonly Case[], unread: readonly string[]): Promise<void> {
  const byRule = new Map<string, { agreed: number; all: number }>();
  for (const one of cases) {
    const count = byRule.get(one.alias) ?? { agreed: 0, all: 0 };
    byRule.set(one.alias, count);
    count.all++;
    const lines = await linesOf(one);
    const agrees =
      typeof one.expected === 'boolean'
        ? lines.length > 0 === one.expected
        : JSON.stringify([...new Set(lines)]) === JSON.stringify([...new Set(one.expected)]);
    if (agrees) count.agreed++;
    else if (values.show === 'all' || one.alias.endsWith(`/${values.show}`)) show(one, lines);
  }
  const total = [...byRule.values()].reduce((sum, { agreed }) => sum + agreed, 0);
  const differing = [...byRule].filter(([, { agreed, all }]) => agreed < all);
  for (const [alias, { agreed, all }] of differing) console.log(`${alias.padEnd(46)} ${agreed} of ${all}`);
  console.log(`${peer}: ${total} of ${cases.length} agree, ${((100 * total) / cases.length).toFixed(1)} %`);
  if (unread.length > 0) console.log(`${peer}: ${unread.length} cases could not be read: ${unread.join('; ')}`);
}

/** The lines, counted from one, of our findings under the name of a peer; under all its names for `peer/*`. */
async function linesOf(one: Case): Promise<readonly number[]> {
  const ignoreFile = one.dockerignore === undefined ? {} : { [`${testRoot}/.dockerignore`]: one.dockerignore };
  const files = { [`${testRoot}/Dockerfile`]: one.text, ...ignoreFile };
  const { findings, source } = await Judgement.around('Dockerfile', one.text, settingsFor(one), new MemoryHost(files));
  const isNamed = (alias: string) =>
    alias === one.alias || (one.alias.endsWith('/*') && alias.startsWith(one.alias.slice(0, -1)));
  return findings
    .filter(({ aliases }) => aliases.some(isNamed))
    .map(({ span }) => source.lines.positionAt(span.start).line + 1)
    .sort((a, b) => a - b);
}

function settingsFor({ rules }: Case): Settings {
  const content = { rules } as never;
  const files = rules ? [{ uri: `${testRoot}/.seaworthy.yaml`, text: '', content, problems: [] }] : [];
  return new Config(registry, files, { preset: 'all' }).settingsFor(`${testRoot}/Dockerfile`);
}

function show({ name, alias, text, expected, rules }: Case, lines: readonly number[]): void {
  console.log(`--- ${alias}, ${name}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(lines)}`);
  if (rules) console.log(`    with ${JSON.stringify(rules)}`);
  console.log(text.replace(/^/gm, '    '));
}
