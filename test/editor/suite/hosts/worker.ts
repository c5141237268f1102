import 'mocha/mocha.js';
import { type AnyMocha, options, runAll } from './run.ts';

// The build for browsers leaves a global object; setting it up puts `describe` and its like beside it.
const { mocha } = globalThis as unknown as { mocha: AnyMocha & { setup(options: Mocha.MochaOptions): void } };
mocha.setup(options);

/** VS Code calls it once the modules with the tests have been loaded. */
export const run = () => runAll(mocha);
