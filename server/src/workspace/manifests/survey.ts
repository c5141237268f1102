import { URI } from 'vscode-uri';
import type { SharedHost } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { ReadFile, Survey } from '../../core/surveyor.ts';
import type { PlacedUnit } from '../../core/unit.ts';
import { composedUnits } from './composed-units.ts';
import { ManifestFile } from './manifest-file.ts';
import { Manifests } from './manifests.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { scopeOf } from './scope.ts';

/** What was found around the units of a file, and the manifests it was made from. */
interface Known {
  readonly manifests: Manifests;
  readonly survey: Survey;
}

const known = new Notes<readonly PlacedUnit[], Known>();

/** Looks at the manifests around a file, for the rules that ask how resources fit together. */
export async function surveyManifests({ uri, text, units }: ReadFile, host: SharedHost): Promise<Survey> {
  const manifests = await Manifests.around(uri, host);
  const before = known.get(units);
  if (before?.manifests === manifests) return before.survey;
  const own = ManifestFile.of(URI.parse(uri).toString(), text, units);
  const neighbours = new Neighbourhood(own, scopeOf(own.uri, manifests), manifests.index, manifests.isComplete);
  const survey = { neighbours, composed: await composedUnits(own, units, manifests, host) };
  known.set(units, { manifests, survey });
  return survey;
}
