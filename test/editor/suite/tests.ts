// Everything that is tested in both extension hosts.
import { before } from './mocha.ts';
import { closeAll, found, open } from './support.ts';
import './agent-tools.ts';
import './extension.ts';
import './diagnostics.ts';
import './dockerfile-writing.ts';
import './fixes.ts';
import './formatting.ts';
import './helm.ts';
import './hover.ts';
import './dockerfile-names.ts';
import './manifest-writing.ts';
import './manifests.ts';
import './names.ts';
import './pairs.ts';
import './templates.ts';
import './split.ts';
import './stages.ts';
import './surroundings.ts';
import './configuration.ts';
import './containerize.ts';
import './multi-root.ts';

// When this does not work nothing will, and there is no point in waiting for it fifty times.
before(async () => {
  const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
  await found(document, 'maintainer-is-a-label');
  await closeAll();
});
