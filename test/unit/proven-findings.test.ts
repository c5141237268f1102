import { describe, expect, it } from 'vitest';
import type { Commit, History, NoHistory } from '../../server/src/core/history.ts';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { registry } from '../../server/src/rules/index.ts';
import { proofOf } from '../../server/src/workspace/build-cache/proof.ts';
import { proposalsFor } from '../../server/src/workspace/build-cache/proposals.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';
const files = { Dockerfile: text, 'package.json': '{"name": "app"}', 'package-lock.json': '{}', 'src/a.js': '' };
const rule = registry.get('copy-dependencies-first');

function commits(count: number, ...changed: readonly string[]): readonly Commit[] {
  return Array.from({ length: count }, (_, at) => ({ id: String(at), time: 0, subject: '', files: changed }));
}

function hostWith(history: History | NoHistory | undefined): MemoryHost {
  const entries = Object.entries(files).map(([name, one]) => [`${testRoot}/${name}`, one]);
  return Object.assign(new MemoryHost(Object.fromEntries(entries)), { history: async () => history });
}

async function found(history: History | NoHistory | undefined) {
  if (!rule) throw new Error('there is no such rule');
  const { findings } = await Judgement.around('Dockerfile', text, only(rule), hostWith(history));
  return findings.map(({ severity, message }) => `${severity}: ${message.slice(0, message.lastIndexOf(':'))}`);
}

const known = (...list: readonly Commit[]): History => ({ commits: list, limit: undefined });
const general = 'Every change of a source file makes npm install all dependencies again';

describe('that dependencies are installed again', () => {
  it('is told in builds where the history shows it', async () => {
    expect(await found(known(...commits(20, 'src/a.js'), ...commits(2, 'package.json')))).toEqual([
      'warning: npm installs all dependencies again in 22 of the last 22 builds, where 2 would do',
    ]);
  });

  it('is a hint where another order would have saved nothing', async () => {
    expect(await found(known(...commits(12, 'package-lock.json', 'src/a.js')))).toEqual([
      `hint: ${general}, though another order would have saved nothing in the last 12 builds`,
    ]);
  });

  it.each<[string, History | NoHistory | undefined]>([
    ['there is none', undefined],
    ['git says why there is none', { reason: 'git is not installed' }],
    ['there are too few builds to show anything', known(...commits(3, 'package.json'))],
    ['nothing that the build gets was changed', known()],
  ])('is told of all projects alike where %s', async (_, history) => {
    expect(await found(history)).toEqual([`warning: ${general}`]);
  });
});

it('holds up nobody who types in a large repository', async () => {
  const many = Array.from({ length: 200 }, (_, at) => ({
    id: String(at),
    time: 0,
    subject: '',
    files: Array.from({ length: 20 }, (__, file) => `src/module${(at * 7 + file) % 400}/file${file}.js`),
  }));
  const remembered = new RememberedFiles(hostWith(known(...many)));
  const prove = async (typed: string) => {
    const dockerfile = new Dockerfile(`${text}${typed}`);
    const [proposal] = proposalsFor(dockerfile);
    const { host } = remembered.recording();
    return proposal && proofOf(dockerfile, proposal, { uri: `${testRoot}/Dockerfile`, host });
  };
  await prove('# ');
  const started = performance.now();
  for (let typed = 0; typed < 10; typed++) expect((await prove('#'.repeat(typed)))?.gain?.before).toBe(200);
  expect((performance.now() - started) / 10).toBeLessThan(100);
});
