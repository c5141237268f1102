import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ManifestCase, Reading } from './case.ts';

/**
 * The cases of polaris' own tests, read from a checkout of its sources: a folder for each check, with files that fail,
 * files that pass, and what its mutations make of those that fail.
 */
export function polarisCases(root: string): Reading<ManifestCase> {
  const folder = path.join(root, 'test/checks');
  const cases: ManifestCase[] = [];
  const unread: string[] = [];
  for (const check of readdirSync(folder)) {
    // A check that is written for its test is none of those that polaris has.
    if (existsSync(path.join(folder, check, 'check.yaml'))) {
      unread.push(`a check of the test's own: ${check}`);
      continue;
    }
    for (const file of readdirSync(path.join(folder, check))) {
      const text = readFileSync(path.join(folder, check, file), 'utf8');
      const fires = file.includes('failure');
      cases.push({ name: `${check}/${file}`, files: { 'manifest.yaml': text }, alias: `polaris/${check}`, fires });
    }
  }
  return { cases, unread };
}
