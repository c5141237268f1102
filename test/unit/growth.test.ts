import { afterEach, describe, expect, it, vi } from 'vitest';
import { CopyInstruction } from '../../server/src/dockerfile/instructions/copy.ts';
import { Scope } from '../../server/src/dockerfile/scope.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

afterEach(() => void vi.restoreAllMocks());

/** A Dockerfile of many stages, each of which copies what no other does and starts a script. */
function stages(count: number): string {
  const stage = (index: number) =>
    `FROM node:24-bookworm-slim AS stage${index}\nWORKDIR /srv/app\nCOPY package.json start${index}.sh ./\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["./start${index}.sh"]\n`;
  return Array.from({ length: count }, (_, index) => stage(index)).join('');
}

interface Work {
  readonly sources: number;
  readonly expansions: number;
  readonly questions: number;
}

/** How often it is asked what is copied, what a word becomes, and what lies in the build context. */
async function workFor(count: number): Promise<Work> {
  const host = new MemoryHost({ [`${testRoot}/package.json`]: '{}', [`${testRoot}/start0.sh`]: 'exec node .\n' });
  const sources = vi.spyOn(CopyInstruction.prototype, 'expandedSources', 'get');
  const expansions = vi.spyOn(Scope.prototype, 'expand');
  const questions = vi.spyOn(host, 'listFolder');
  await Judgement.around('Dockerfile', stages(count), preset('all'), host);
  const work = {
    sources: sources.mock.calls.length,
    expansions: expansions.mock.calls.length,
    questions: questions.mock.calls.length,
  };
  vi.restoreAllMocks();
  return work;
}

describe('the work for a Dockerfile of many stages', () => {
  it('grows as the number of its stages does, and not as the square of it', async () => {
    const [few, many] = [await workFor(40), await workFor(160)];
    expect(few.sources).toBeGreaterThan(40);
    for (const what of ['sources', 'expansions', 'questions'] as const)
      expect(many[what] / few[what], what).toBeLessThan(5);
  });
});
