// The entry point for the extension host in a web worker. The first line prepares what the others use.
export { run } from './hosts/worker.ts';

import './tests.ts';
