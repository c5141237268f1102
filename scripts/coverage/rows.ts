import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Registry } from '../../server/src/core/registry.ts';
import type { Rule } from '../../server/src/core/rule.ts';

/**
 * Something that at least one tool checks, and the names it has there. Read from the peers' sources: those for
 * Dockerfiles in August 2026, those for manifests in November 2026.
 */
export interface Row {
  readonly group: string;
  readonly meaning: string;
  /**
   * With the peer in front: `hadolint/DL3006`, `kube-linter/latest-tag`. What is out of scope may name many at once:
   * `checkov/CKV_K8S_68 to CKV_K8S_121`.
   */
  readonly names: readonly string[];
  /** The rules that cover it, where their aliases do not say so. */
  readonly rules?: readonly string[];
  /** Why no rule covers it. */
  readonly outOfScope?: string;
}

/** A row, and what we have for it. */
export interface CoveredRow extends Row {
  readonly coveredBy: readonly Rule[];
  /** Names of the peers we are held against for which there is no rule. */
  readonly missing: readonly string[];
}

/** The languages whose rows there are, and how they are called in a sentence. */
export const subjects = { dockerfile: 'Dockerfiles', kubernetes: 'Kubernetes manifests' } as const;
export type Subject = keyof typeof subjects;

/** The peers whose names a rule must bear; of the others any name will do. */
const strictPeers: Readonly<Record<Subject, RegExp>> = {
  dockerfile: /^(?:hadolint|buildkit|tally|trivy|checkov)\//,
  kubernetes: /^(?:kube-linter|kube-score|polaris|trivy|checkov)\//,
};

export function readRows(subject: Subject): readonly Row[] {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${subject}-rows.json`), 'utf8')) as Row[];
}

/** What the rules there are cover of each row. Throws when one names a rule that does not exist. */
export function coverageOf(subject: Subject, registry: Registry): readonly CoveredRow[] {
  return readRows(subject).map((row) => {
    const named = (row.rules ?? []).map((id) => {
      const rule = registry.get(id);
      if (!rule) throw new Error(`"${row.meaning}" names the rule ${id}, which does not exist`);
      return rule;
    });
    const bearing = (name: string) => registry.rules.filter(({ meta }) => meta.aliases.includes(name));
    const missing = row.names.filter((name) => strictPeers[subject].test(name) && bearing(name).length === 0);
    return { ...row, coveredBy: [...new Set([...named, ...row.names.flatMap(bearing)])], missing };
  });
}
