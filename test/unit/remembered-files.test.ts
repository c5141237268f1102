import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host, SharedHost } from '../../server/src/core/host.ts';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';

/** Four files, by the numbers that they are called. */
const files = ['0', '1', '2', '3'];

// What is made of files, of what is made of files, and of what is made of that.
const leaf = (name: string, host: SharedHost) =>
  host.derive(`leaf ${name}`, async (asked) => `${await asked.readText(name)}${await asked.readText('1')}`);
const branch = (host: SharedHost) =>
  host.derive('branch', async (asked, previous: { text: string } | undefined) => {
    const text = `${await leaf('0', asked)},${await leaf('2', asked)}`;
    return previous?.text === text ? previous : { text };
  });
const root = (host: SharedHost) =>
  host.derive('root', async (asked) => `${(await branch(asked)).text},${await asked.readText('3')}`);

const step = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    file: fc.constantFrom(...files),
    text: fc.constantFrom('a', 'b'),
    isNamed: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('ask' as const), of: fc.constantFrom(branch, root) }),
  fc.record({ kind: fc.constant('answer' as const), turns: fc.nat(3) }),
);

test('whatever changes while files are read, and in whatever order, the last answer is that of the files as they are', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 25 }), async (scheduler, steps) => {
      const texts = new Map(files.map((name) => [name, 'a']));
      const host: Host = {
        readText: (name) => scheduler.schedule(Promise.resolve(texts.get(name))),
        listFolder: async () => undefined,
        rootOf: () => '',
      };
      const remembered = new RememberedFiles(host);
      const asked: Promise<unknown>[] = [];
      for (const one of steps) {
        if (one.kind === 'change') {
          texts.set(one.file, one.text);
          remembered.forget(one.isNamed ? [one.file] : undefined);
        } else if (one.kind === 'ask') asked.push(one.of(remembered.recording().host));
        else {
          if (scheduler.count() > 0) await scheduler.waitOne();
          for (let turn = 0; turn < one.turns; turn++) await Promise.resolve();
        }
      }
      const last = root(remembered.recording().host);
      asked.push(last);
      await scheduler.waitFor(Promise.all(asked));
      const [a, b, c, d] = files.map((name) => texts.get(name));
      expect(await last).toBe(`${a}${b},${c}${b},${d}`);
    }),
    { numRuns: 2000 },
  ));
