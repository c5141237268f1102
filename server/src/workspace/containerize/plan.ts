import { fill, keepLines, valuesOf } from '../../templates/fill.ts';
import type { Template } from '../../templates/template.ts';
import type { Evidence, Fact } from '../project/project.ts';

/** A file to be written. */
export interface PlannedFile {
  /** Its path from the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Something that was put into a file, so that a person can look whether it is right. */
export interface Choice {
  /** The path of the file that it was put into. */
  readonly path: string;
  /** What it is, in a few words. */
  readonly what: string;
  readonly value: string;
  /** Undefined where nothing says so, and it is the default. */
  readonly because: Evidence | undefined;
}

/** Files, what was decided in them, and what is left to decide, as sentences. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly choices: readonly Choice[];
  readonly remarks: readonly string[];
}

export const emptyPlan: Plan = { files: [], choices: [], remarks: [] };

/** Several plans as one. */
export function joined(plans: readonly Plan[]): Plan {
  return {
    files: plans.flatMap(({ files }) => files),
    choices: plans.flatMap(({ choices }) => choices),
    remarks: [...new Set(plans.flatMap(({ remarks }) => remarks))],
  };
}

/** What is known of the fields of a template; a field of which nothing is known has its default. */
export type KnownFields = Readonly<Record<string, Fact | undefined>>;

/** A template with what is known put into it, and what that was. Fields that are left empty are not told. */
export function filled(template: Template, path: string, known: KnownFields): Plan & { readonly text: string } {
  const facts = new Map(
    Object.entries(known).filter(
      (entry): entry is [string, Fact] => entry[1] !== undefined && entry[0] in template.fields,
    ),
  );
  const values = Object.fromEntries([...facts].map(([name, { value }]) => [name, value]));
  const text = fill(template, values);
  const all = valuesOf(template, values);
  const lines = keepLines(template.body, all);
  // What stands in no line that is there, as in the default of another field alone, is no choice.
  const choices = [...all]
    .filter(([name, value]) => value !== '' && lines.includes(`{{${name}}}`))
    .map(([name, value]): Choice => {
      const [what = name] = template.fields[name]?.description.split(';') ?? [];
      return { path, what, value, because: facts.get(name)?.because };
    });
  return { text, files: [{ path, text }], choices, remarks: [] };
}
