import type { Template } from '../template.ts';
import { multiStageDotnet } from './dotnet.ts';
import { multiStageGo } from './go.ts';
import { multiStageJava } from './java.ts';
import { multiStageNode } from './node.ts';
import { multiStagePython } from './python.ts';
import { multiStageRust } from './rust.ts';
import { multiStageStaticSite } from './static-site.ts';

/** What is offered in Dockerfiles, in the order in which it is listed. */
export const dockerfileTemplates: readonly Template[] = [
  multiStageNode,
  multiStagePython,
  multiStageGo,
  multiStageJava,
  multiStageRust,
  multiStageDotnet,
  multiStageStaticSite,
];
