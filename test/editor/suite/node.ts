// The entry point for the Node extension host. The first line prepares what the others use.
export { run } from './hosts/node.ts';

import './tests.ts';
import './crash.ts';
