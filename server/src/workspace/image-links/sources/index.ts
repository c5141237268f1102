import type { BuildSource } from '../build.ts';
import { azurePipelines } from './azure-pipelines.ts';
import { bake } from './bake.ts';
import { cloudBuild } from './cloud-build.ts';
import { compose } from './compose.ts';
import { devspace } from './devspace.ts';
import { githubActions } from './github-actions.ts';
import { gitlabCi } from './gitlab-ci.ts';
import { jib } from './jib.ts';
import { makefile } from './makefile.ts';
import { packageJson } from './package-json.ts';
import { shellScript } from './shell-script.ts';
import { skaffold } from './skaffold.ts';
import { stated } from './stated.ts';
import { taskfile } from './taskfile.ts';
import { tiltfile } from './tiltfile.ts';

/** The sorts of files in which builds are defined, the one that says most about a workspace first. */
export const buildSources: readonly BuildSource[] = [
  stated,
  skaffold,
  tiltfile,
  devspace,
  bake,
  compose,
  githubActions,
  gitlabCi,
  azurePipelines,
  cloudBuild,
  jib,
  makefile,
  taskfile,
  packageJson,
  shellScript,
];
