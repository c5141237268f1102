import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PodSecurityPreset } from '../../server/src/core/preset.ts';
import { atLeast } from '../../server/src/core/severity.ts';
import { Judgement, preset } from '../support/judge.ts';

/** A verdict that a peer's own test expects, and ours. */
export interface Verdict {
  readonly name: string;
  readonly expected: boolean;
  readonly found: boolean;
  /** What we have to say about it, for whoever looks into a difference. */
  readonly said: readonly string[];
}

/**
 * The fixtures of Pod Security Admission, `test/testdata/LEVEL/vVERSION/pass|fail/*.yaml` in a checkout of its sources:
 * whether the preset of the level fails them, as the exit status of the command line would tell.
 */
export function podSecurityVerdicts(root: string): readonly Verdict[] {
  return (['baseline', 'restricted'] as const).flatMap((level) => {
    const folder = path.join(root, 'test/testdata', level);
    return readdirSync(folder).flatMap((version) => {
      const settings = preset(`pss-${level}` satisfies PodSecurityPreset, version.replace('v', ''));
      return ['pass', 'fail'].flatMap((outcome) =>
        readdirSync(path.join(folder, version, outcome)).map((file) => {
          const text = readFileSync(path.join(folder, version, outcome, file), 'utf8');
          const failing = new Judgement(file, text, settings).findings.filter(({ severity }) =>
            atLeast(severity, 'warning'),
          );
          return {
            name: path.join(level, version, outcome, file),
            expected: outcome === 'fail',
            found: failing.length > 0,
            said: failing.map(({ message }) => message),
          };
        }),
      );
    });
  });
}
