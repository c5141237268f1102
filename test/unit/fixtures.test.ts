import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../support/fixture.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const folder = path.resolve('test/fixtures');

/** Files of a fixture that are judged; the others only lie beside them. */
const judged = /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.ya?ml$/;

describe.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  const fixture = readFixture(readFileSync(path.join(folder, name), 'utf8'));
  const host = new MemoryHost(Object.fromEntries(fixture.files.map((file) => [`${testRoot}/${file.path}`, file.text])));
  const all = preset(fixture.preset);
  const settings = { ...all, rules: all.rules.filter(({ rule }) => fixture.rules?.includes(rule.meta.id) ?? true) };

  it.each(fixture.files.filter((file) => judged.test(file.path)))('$path', async (file) => {
    const judgement = await Judgement.around(file.path, file.text, settings, host);
    const found = judgement.findings.map(({ rule, span }) => {
      const { start, end } = judgement.source.lines.rangeOf(span);
      const to = end.line === start.line ? end.character : judgement.source.lines.lineText(start.line).length;
      return `${rule.id}@${start.line + 1}:${start.character + 1}-${to + 1}`;
    });
    expect(found.toSorted()).toEqual(file.expected.toSorted());
    expect(await judgement.fixed()).toBe(file.fixed ?? file.text);
    if (file.fixed !== undefined)
      expect(await (await Judgement.around(file.path, file.fixed, settings, host)).fixed()).toBe(file.fixed);
  });
});
