/**
 * `npm run agreement -- [--hadolint DIR] [--buildkit DIR] [--kube-linter DIR] [--kube-score DIR] [--polaris DIR]
 * [--pod-security DIR] [--kyverno DIR] [--show NAME]`: holds our findings, through their aliases, against what the peers' own tests expect, read from
 * checkouts of their sources. Prints how often we agree, and with `--show` each case in which we do not (of one rule, or
 * of `all`).
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildkitCases } from './buildkit.ts';
import type { Case, ManifestCase, Reading } from './case.ts';
import { hadolintCases } from './hadolint.ts';
import { type Answer, judgeDockerfile, judgeManifests } from './judge.ts';
import { kubeLinterCases } from './kube-linter.ts';
import { templateCases } from './kube-linter-templates.ts';
import { kubeScoreCases } from './kube-score.ts';
import { kyvernoVerdicts } from './kyverno.ts';
import { podSecurityVerdicts, type Verdict } from './pod-security.ts';
import { polarisCases } from './polaris.ts';

type AnyCase = Case | ManifestCase;

/** Reads the cases of each peer from a checkout. */
const peers: Readonly<Record<string, (root: string) => readonly Reading<AnyCase>[]>> = {
  hadolint: (root) => [hadolintCases(root)],
  buildkit: (root) => [{ cases: buildkitCases(root), unread: [] }],
  'kube-linter': (root) => [kubeLinterCases(root), templateCases(root)],
  'kube-score': (root) => [kubeScoreCases(root)],
  polaris: (root) => [polarisCases(root)],
};

/** Reads from a checkout which pods are refused at a level of the Pod Security Standards, and whether we refuse them. */
const gates: Readonly<Record<string, (root: string) => readonly Verdict[]>> = {
  'pod-security': podSecurityVerdicts,
  kyverno: kyvernoVerdicts,
};

const { values } = parseArgs({
  options: {
    show: { type: 'string' },
    ...Object.fromEntries(Object.keys({ ...peers, ...gates }).map((peer) => [peer, { type: 'string' as const }])),
  },
});

const checkouts = values as Readonly<Record<string, string | undefined>>;

for (const [peer, read] of Object.entries(peers)) {
  const root = checkouts[peer];
  if (root === undefined || !existsSync(root)) {
    console.log(`${peer}: no sources; name a checkout with --${peer} DIR`);
    continue;
  }
  const readings = read(root);
  await compare(
    peer,
    readings.flatMap(({ cases }) => cases),
  );
  tellUnread(
    peer,
    readings.flatMap(({ unread }) => unread),
  );
}

for (const [peer, read] of Object.entries(gates)) {
  const root = checkouts[peer];
  if (root === undefined || !existsSync(root)) console.log(`${peer}: no sources; name a checkout with --${peer} DIR`);
  else compareVerdicts(peer, read(root));
}

function compareVerdicts(peer: string, verdicts: readonly Verdict[]): void {
  const differing = verdicts.filter(({ expected, found }) => expected !== found);
  for (const { name, expected, said } of values.show === 'all' ? differing : [])
    console.log(`--- ${name}: expected to be ${expected ? 'refused' : 'admitted'}, found ${JSON.stringify(said)}`);
  tellTotal(peer, [{ agreed: verdicts.length - differing.length, all: verdicts.length }]);
}

async function compare(peer: string, cases: readonly AnyCase[]): Promise<void> {
  const byRule = new Map<string, { agreed: number; all: number }>();
  for (const one of cases) {
    const group = 'files' in one && one.apart !== undefined ? `${one.apart}: ${one.alias}` : one.alias;
    const count = byRule.get(group) ?? { agreed: 0, all: 0 };
    byRule.set(group, count);
    count.all++;
    const answer = await ('files' in one ? judgeManifests(one) : judgeDockerfile(one));
    if (answer.agrees) count.agreed++;
    else if (values.show === 'all' || one.alias.endsWith(`/${values.show}`)) show(one, answer);
  }
  const differing = [...byRule].filter(([, { agreed, all }]) => agreed < all);
  for (const [alias, { agreed, all }] of differing) console.log(`${alias.padEnd(60)} ${agreed} of ${all}`);
  const apart = (alias: string) => alias.includes(': ');
  tellTotal(
    peer,
    [...byRule].filter(([alias]) => !apart(alias)).map(([, count]) => count),
  );
  for (const group of new Set([...byRule.keys()].filter(apart).map((alias) => alias.split(': ')[0] ?? ''))) {
    const counts = [...byRule].filter(([alias]) => alias.startsWith(`${group}: `)).map(([, count]) => count);
    tellTotal(`${peer}, ${group}`, counts);
  }
}

function tellTotal(peer: string, counts: readonly { agreed: number; all: number }[]): void {
  const agreed = counts.reduce((sum, count) => sum + count.agreed, 0);
  const all = counts.reduce((sum, count) => sum + count.all, 0);
  console.log(`${peer}: ${agreed} of ${all} agree, ${((100 * agreed) / all).toFixed(1)} %`);
}

/** How many for which reason; with `--show all` which. */
function tellUnread(peer: string, unread: readonly string[]): void {
  const reasonOf = (name: string) => /^([^:]+): /.exec(name)?.[1] ?? '';
  for (const reason of new Set(unread.map(reasonOf))) {
    const names = unread.filter((name) => reasonOf(name) === reason);
    console.log(`${peer}: ${names.length} cases could not be read${reason && `, ${reason}`}`);
    if (values.show === 'all') for (const name of names) console.log(`    ${name.slice(reason.length)}`);
  }
}

function show(one: AnyCase, { found }: Answer): void {
  const expected = 'files' in one ? one.fires : one.expected;
  console.log(`--- ${one.alias}, ${one.name}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  if (one.rules) console.log(`    with ${JSON.stringify(one.rules)}`);
  const texts = 'files' in one ? Object.values(one.files) : [one.text];
  for (const text of texts) console.log(text.replace(/^/gm, '    '));
}
