import { describe, expect, it } from 'vitest';
import { buildElsewhere, Crash } from '../../server/src/core/build-fix.ts';
import { Refusal } from '../../server/src/core/fix.ts';
import type { Example, Rule } from '../../server/src/core/rule.ts';
import type { ScriptChecker } from '../../server/src/core/script-checker.ts';
import { atLeast } from '../../server/src/core/severity.ts';
import { registry } from '../../server/src/rules/index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, only, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** The examples in the rule files: printed in the documentation, and true. */
describe.each(registry.rules.map((rule) => [rule.meta.id, rule] as const))('%s', (_, rule) => {
  rule.meta.examples.forEach((example, index) => {
    const name = `example ${index + 1}${example.note ? `: ${example.note}` : ''}`;
    if ('good' in example) {
      it(`${name} is good`, async () => {
        const judged = await judge(rule, example, example.good);
        expect(judged.findings.map(({ message }) => message)).toEqual([]);
      });
      return;
    }
    it(`${name} is found`, async () => {
      const judged = await judge(rule, example, example.bad);
      expect(judged.findings.length).toBeGreaterThan(0);
      for (const { message } of judged.findings) expect(message).toMatch(/^[^\n]*[^.\n]$/);
    });
    const { fixedFiles } = example;
    if (fixedFiles) {
      it(`${name} is fixed in other files`, async () => {
        const { files, messages } = await fixedElsewhere(rule, example);
        expect(files).toEqual({ ...example.files, ...fixedFiles });
        expect(messages).toEqual([]);
      });
    }
    if (example.fixed === undefined) return;
    it(`${name} is fixed`, async () => {
      expect(await (await judge(rule, example, example.bad)).fixed()).toBe(example.fixed);
    });
    it(`${name}: the fix keeps its promises`, () => keepsPromises(rule, example, example.bad, example.fixed ?? ''));
  });

  it('has examples of both kinds', () => {
    expect(rule.meta.examples.some((example) => 'bad' in example)).toBe(true);
    expect(rule.meta.examples.some((example) => 'good' in example)).toBe(true);
  });

  it('shows its fix in an example, if it has one', () => {
    const shown = rule.meta.examples.some(
      (example) => 'bad' in example && (example.fixed ?? example.fixedFiles) !== undefined,
    );
    expect(shown).toBe(rule.meta.fix !== 'none');
  });
});

/** The finding is gone, a second run changes nothing, and nothing of equal weight is new under any rule there is. */
async function keepsPromises(rule: Rule, example: Example, bad: string, fixed: string): Promise<void> {
  const after = await judge(rule, example, fixed);
  expect(after.findings.map(({ message }) => message)).toEqual([]);
  expect(await after.fixed()).toBe(fixed);
  const all = preset('all');
  const { findings: before } = await Judgement.around(pathOf(example, rule, bad), bad, all, hostOf(example));
  const known = new Set(before.map((finding) => finding.rule.id));
  const { findings: later } = await Judgement.around(pathOf(example, rule, bad), fixed, all, hostOf(example));
  const fresh = later.filter((finding) => !known.has(finding.rule.id) && atLeast(finding.severity, rule.meta.severity));
  expect(fresh.map(({ message }) => message)).toEqual([]);
}

/** What the files beside an example are after the first fix of each finding that changes one, and what is found then. */
async function fixedElsewhere(rule: Rule, example: Example & { readonly bad: string }) {
  let files = { ...example.files };
  const judged = () => judge(rule, { ...example, files }, example.bad);
  for (let round = 0; round < 5; round++) {
    const { findings, engine, source } = await judged();
    const [finding] = findings.filter(({ elsewhere }) => elsewhere && elsewhere.length > 0);
    const fix = finding?.elsewhere?.[0];
    if (!finding || !fix) break;
    const change = await buildElsewhere(finding, fix, engine.fixContext(source.uri));
    if (change instanceof Refusal || change instanceof Crash) throw new Error('the fix was refused', { cause: change });
    const path = change.uri.slice(testRoot.length + 1);
    expect(change.text).toBe((files as Record<string, string>)[path]);
    files = { ...files, [path]: applyEdits(change.text ?? '', change.edits) };
  }
  return { files, messages: (await judged()).findings.map(({ message }) => message) };
}

/** Judges a text by one rule; a rule about suppressions needs the others, whose findings do not count. */
async function judge(rule: Rule, example: Example, text: string): Promise<Judgement> {
  if (!rule.checkSuppressions)
    return Judgement.around(
      pathOf(example, rule, text),
      text,
      only(rule, example.options, example.preset),
      hostOf(example),
      checkerOf(example),
    );
  const judged = await Judgement.around(pathOf(example, rule, text), text, preset('recommended'), hostOf(example));
  return Object.assign(judged, { findings: judged.findings.filter((finding) => finding.rule === rule.meta) });
}

function pathOf(example: Example, { checks, contextChecks }: Rule, text: string): string {
  if (example.path) return example.path;
  const languages = { ...checks, ...contextChecks };
  const isManifest = 'kubernetes' in languages ? !('dockerfile' in languages) || text.includes('apiVersion:') : false;
  return isManifest ? 'manifest.yaml' : 'Dockerfile';
}

/** A program that says of the scripts what the example has it say. */
function checkerOf({ remarks }: Example): ScriptChecker | undefined {
  return remarks && { check: async (script) => remarks[script] ?? [], isWaiting: false };
}

/** The files beside the example and, where it says what it is called itself, the example among them. */
function hostOf(example: Example): MemoryHost {
  const { path, files = {}, notExecutable = [] } = example;
  const own = path && Object.keys(files).length > 0 ? { [path]: 'good' in example ? example.good : example.bad } : {};
  const all = Object.entries({ ...files, ...own });
  return new MemoryHost(
    Object.fromEntries(all.map(([name, text]) => [`${testRoot}/${name}`, text])),
    Object.fromEntries(notExecutable.map((name) => [`${testRoot}/${name}`, false])),
  );
}
