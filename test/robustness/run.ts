/**
 * `npm run test:robustness [-- WORD...]`: tries what careless and hostile people do, and prints what came of it: files
 * that were damaged, messages in any order, long sessions, disks that refuse, workspaces that mean harm. Runs what
 * ships; `SEAWORTHY_SEED` tries other cases. With words, only trials whose names hold one of them.
 */
import setup from '../support/built.ts';
import { disk } from './disk.ts';
import { hostile } from './hostile.ts';
import { parsers } from './parsers.ts';
import { protocol } from './protocol.ts';
import { seed } from './trial.ts';

setup();
const words = process.argv.slice(2);
const trials = [...parsers, ...protocol, ...disk, ...hostile].filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
let failed = 0;
console.log(`seed ${seed}`);
for (const { name, run } of trials) {
  const started = performance.now();
  try {
    const outcome = await run();
    console.log(`ok      ${name} (${((performance.now() - started) / 1000).toFixed(0)} s)\n        ${outcome}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n        ${String(error instanceof Error ? error.stack : error).slice(0, 3000)}`);
  }
}
console.log(`${trials.length} trials, ${failed} failed`);
// A server that hangs must not hold this process.
process.exit(failed > 0 || trials.length === 0 ? 1 : 0);
