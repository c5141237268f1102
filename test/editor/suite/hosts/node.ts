import Mocha from 'mocha';
import { options, runAll } from './run.ts';

const mocha = new Mocha(options);
// Puts `describe` and its like into the global scope, as Mocha does itself when it loads a file.
mocha.suite.emit('pre-require', globalThis, '', mocha);

/** VS Code calls it once the modules with the tests have been loaded. */
export const run = () => runAll(mocha);
