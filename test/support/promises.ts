import type { Finding } from '../../server/src/core/finding.ts';
import type { Safety } from '../../server/src/core/fix.ts';
import type { Settings } from '../../server/src/core/settings.ts';
import { severities } from '../../server/src/core/severity.ts';
import type { Engine, LanguageId } from '../../server/src/engine/engine.ts';

/** A file whose findings are to be fixed. */
export interface Subject {
  readonly engine: Engine;
  readonly uri: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly settings: Settings;
}

/**
 * What a fix may well bring to light: these ask for more of a stage or image that a fix has made, or speak of each
 * command, as of the `sudo` that cleaning up needs where installing needs one; or they ask something of every object
 * or port, and a fix has declared one.
 */
const unearthed: ReadonlySet<string> = new Set([
  'numeric-user',
  'prefer-run-heredoc',
  'pin-digest',
  'pin-package-versions',
  'use-cache-mount',
  'no-sudo',
  'slim-base-image',
  'no-privileged-port',
  'explicit-namespace',
  'required-labels',
  // It asks something of every amount that is written.
  'requests-equal-limits',
  'sorted-keys',
]);

/** Rules that are about what an object is: until that is known, nothing else is said of it. */
const revealing: ReadonlySet<string> = new Set(['known-kind']);

/** Rules whose fixes change comments, because comments are what they judge. */
const aboutComments = ['unused-suppression', 'parser-directive'];

/**
 * Fixes everything in a file, and says which of the promises that fixes make were broken: no rule fails, what is fixed
 * is gone, nothing new of equal weight appears, comments and line endings stay, a second run changes nothing.
 */
export async function brokenPromises(subject: Subject, safeties: readonly Safety[]): Promise<readonly string[]> {
  const { engine, uri, language, text, settings } = subject;
  const source = engine.read(uri, language, text);
  const before = engine.lint(source, settings);
  const broken = before.crashes.map(({ rule, error }) => `the rule ${rule} fails: ${error}`);
  const { text: fixed, applied } = await engine.fixAll(source, settings, safeties);
  if (fixed === text) return broken;
  const by = [...new Set(applied.map(({ rule }) => rule))].join(', ');
  const fixedSource = engine.read(uri, language, fixed);
  const after = engine.lint(fixedSource, settings);
  for (const { rule, message } of freshFindings(before.findings, after.findings)) {
    broken.push(`new after ${by}: ${rule.id}: ${message}`);
  }
  const again = await engine.fixAll(fixedSource, settings, safeties);
  if (again.text !== fixed) broken.push(`not done after ${by}: ${again.applied.map(({ rule }) => rule).join(', ')}`);
  for (const character of ['\r', '\0', '\t', '\uFFFD']) {
    if (fixed.includes(character) && !text.includes(character)) broken.push(`${JSON.stringify(character)} after ${by}`);
  }
  const comments = commentsOf(fixed);
  for (const comment of commentsOf(text)) {
    if (!comments.has(comment) && !aboutComments.some((rule) => by.includes(rule)))
      broken.push(`lost after ${by}: ${comment}`);
  }
  return broken;
}

/** The findings of rules that find more than before and weigh as much as what is gone. */
function freshFindings(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const [earlier, later] = [countsOf(before), countsOf(after)];
  const grew = (id: string) => (later.get(id) ?? 0) > (earlier.get(id) ?? 0);
  const gone = before.filter(({ rule }) => (later.get(rule.id) ?? 0) < (earlier.get(rule.id) ?? 0));
  if (gone.some(({ rule }) => revealing.has(rule.id))) return [];
  const weight = Math.max(-1, ...gone.map(({ severity }) => severities.indexOf(severity)));
  return after.filter(
    ({ rule, severity }) => grew(rule.id) && severities.indexOf(severity) <= weight && !unearthed.has(rule.id),
  );
}

function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}

/** The comment lines of a Dockerfile or a YAML file, without the space around them. */
function commentsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\r?\n/).flatMap((line) => /^\s*(#.*\S)\s*$/.exec(line)?.[1] ?? []));
}
