import { Dockerfiles } from '../../../workspace/dockerfiles.ts';
import type { Assistant, Suggestion } from '../../assistant.ts';
import type { Spot } from '../../spot.ts';
import { cursorAt } from '../cursor.ts';
import { suggestArguments } from './arguments.ts';
import { suggestContainerPaths } from './container-paths.ts';
import { suggestContextFiles } from './context-files.ts';
import { suggestDirectives } from './directives.ts';
import { suggestFlags } from './flags.ts';
import { suggestImages } from './images.ts';
import { suggestKeywords } from './keywords.ts';
import { suggestLabels } from './labels.ts';
import { suggestMounts } from './mounts.ts';
import { suggestPackages } from './packages.ts';
import { suggestPorts } from './ports.ts';
import { suggestProcessForms } from './process-forms.ts';
import { suggestStages } from './stages.ts';
import type { Contributor } from './suggesting.ts';
import { suggestUsers } from './users.ts';
import { suggestVariables } from './variables.ts';

const contributors: readonly Contributor[] = [
  suggestKeywords,
  suggestDirectives,
  suggestStages,
  suggestImages,
  suggestFlags,
  suggestMounts,
  suggestContextFiles,
  suggestContainerPaths,
  suggestArguments,
  suggestLabels,
  suggestUsers,
  suggestPorts,
  suggestProcessForms,
  suggestPackages,
];

/** Suggests what can be written in a Dockerfile. */
export const dockerfileCompletion: Assistant = { complete };

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const cursor = cursorAt(spot);
  if (!cursor) return [];
  // Who writes will soon ask what other Dockerfiles say: they are read meanwhile.
  void Dockerfiles.around(spot.file.uri, spot.around.host).catch(() => undefined);
  // Behind a `$` nothing but a variable can stand.
  const variables = suggestVariables(cursor);
  if (variables.length > 0) return variables;
  return (await Promise.all(contributors.map((suggest) => suggest(cursor)))).flat();
}
