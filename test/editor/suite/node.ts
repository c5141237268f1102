// The entry point for the Node extension host. The first line prepares what the others use.
export { run } from './hosts/node.ts';

import './tests.ts';
import './build-cache.ts';
import './crash.ts';
import './pins.ts';
