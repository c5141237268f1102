import { mark } from './mark.ts';

/** The part of Mocha that is the same in its builds for Node and for browsers. */
export interface AnyMocha {
  run(done: (failures: number) => void): unknown;
}

/** Written in by the bundler: only tests whose full titles contain it are run. */
declare const titlesToRun: string;

/** How Mocha is set up in both hosts. */
export const options: Mocha.MochaOptions = {
  ui: 'bdd',
  reporter: Printer as never,
  timeout: 90_000,
  fgrep: titlesToRun,
};

/** Runs everything that was described. */
export function runAll(mocha: AnyMocha): Promise<void> {
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
}

/** Prints what happens, line by line: a reporter for Mocha. */
function Printer(runner: Mocha.Runner): void {
  const say = (line: string, depth = 0) => console.log(`${mark}${'  '.repeat(depth)}${line}`);
  const depthOf = (one: Mocha.Suite | Mocha.Test) => one.titlePath().length - 1;
  runner.on('suite', (suite) => {
    if (!suite.root) say(suite.title, depthOf(suite));
  });
  runner.on('pass', (test) => say(`✓ ${test.title} (${test.duration} ms)`, depthOf(test)));
  runner.on('pending', (test) => say(`- ${test.title}`, depthOf(test)));
  runner.on('fail', (test, error) => {
    say(`✗ ${test.title}`, depthOf(test));
    for (const line of (error.stack ?? String(error)).split('\n')) say(line, depthOf(test) + 2);
  });
  runner.on('end', () => say(`${runner.stats?.passes} passed, ${runner.stats?.failures} failed`));
}
