import { Dockerfiles } from '../../../workspace/dockerfiles.ts';
import type { Assistant, Suggestion } from '../../assistant.ts';
import type { Spot } from '../../spot.ts';
import { cursorAt } from '../cursor.ts';
import { suggestArguments } from './arguments.ts';
import { suggestContainerPaths } from './container-paths.ts';
import { suggestContextFiles } from './context-files.ts';
import { suggestDirectives } from './directives.ts';
import { suggestFlags, suggestFlagValues } from './flags.ts';
import { suggestImages } from './images.ts';
import { suggestKeywords } from './keywords.ts';
import { suggestLabels } from './labels.ts';
import { suggestMounts } from './mounts.ts';
import { suggestPackages } from './packages.ts';
import { suggestPorts } from './ports.ts';
import { suggestProcessForms } from './process-forms.ts';
import { suggestStages } from './stages.ts';
import type { Contributor } from './suggesting.ts';
import { suggestTemplates } from './templates.ts';
import { suggestUsers } from './users.ts';
import { suggestVariables } from './variables.ts';

/** The words of the language and the names that the file itself declares. */
const common: readonly Contributor[] = [
  suggestVariables,
  suggestKeywords,
  suggestDirectives,
  suggestStages,
  suggestFlags,
];

/** What follows from the build, its context, the images and the other Dockerfiles of the workspace. */
const own: readonly Contributor[] = [
  suggestImages,
  suggestFlagValues,
  suggestMounts,
  suggestContextFiles,
  suggestContainerPaths,
  suggestArguments,
  suggestLabels,
  suggestUsers,
  suggestPorts,
  suggestProcessForms,
  suggestPackages,
  suggestTemplates,
];

/** Suggests what can be written in a Dockerfile. */
export const dockerfileCompletion: readonly Assistant[] = [
  { alsoBy: 'dockerfile', complete: (spot) => suggestionsOf(common, spot) },
  { complete: (spot) => suggestionsOf(own, spot) },
];

async function suggestionsOf(contributors: readonly Contributor[], spot: Spot): Promise<readonly Suggestion[]> {
  const cursor = cursorAt(spot);
  if (!cursor) return [];
  // Who writes will soon ask what other Dockerfiles say: they are read meanwhile.
  void Dockerfiles.around(spot.file.uri, spot.around.host).catch(() => undefined);
  // Behind a `$` nothing but a variable can stand.
  const isVariable = suggestVariables(cursor).length > 0;
  const asked = isVariable ? contributors.filter((suggest) => suggest === suggestVariables) : contributors;
  return (await Promise.all(asked.map((suggest) => suggest(cursor)))).flat();
}
