import type { Suppression } from '../../core/suppression.ts';
import { readSuppressionComment } from '../../core/suppression-comment.ts';
import type { Language, PlacedUnit, Unit } from '../../core/unit.ts';
import { LineMap } from '../../text/lines.ts';
import { BuildDefinition } from './definition.ts';
import { bake } from './sources/bake.ts';
import { compose } from './sources/compose.ts';
import { githubActions } from './sources/github-actions.ts';
import { gitlabCi } from './sources/gitlab-ci.ts';

/**
 * Build definitions: Bake files, by their name; those in YAML are found among the files that declare no resources
 * (`definitionIn`).
 */
export const definitionLanguage: Language<BuildDefinition> = {
  id: 'builds',

  claims(fileName) {
    return bake.claims(`/${fileName}`);
  },

  recognises() {
    return false;
  },

  parse(text, previous = [], fileName = '') {
    const known = previous.find(({ unit }) => unit.text === text);
    return [known ?? { unit: new DefinitionUnit(text, fileName), start: 0 }];
  },

  commentTarget(_, offset) {
    return offset;
  },

  defectsOf({ model }) {
    return model.problems.map(({ message }) => message);
  },

  topOf() {
    return 0;
  },
};

/** What a YAML file that declares no resources defines, given by its URI; undefined when that is no image. */
export function definitionIn(
  uri: string,
  text: string,
  previous: readonly PlacedUnit[] = [],
): PlacedUnit<BuildDefinition> | undefined {
  if (!definesBuilds(uri) || !/build|extends|include/.test(text)) return undefined;
  const known = previous.filter(
    (placed): placed is PlacedUnit<BuildDefinition> => placed.unit instanceof DefinitionUnit,
  );
  const [placed] = definitionLanguage.parse(text, known, uri.slice(uri.lastIndexOf('/') + 1));
  return placed;
}

/** Whether a file says by its name and place, given as its URI, how images are built. */
export function definesBuilds(uri: string): boolean {
  return [bake, compose, githubActions, gitlabCi].some((source) => source.claims(uri));
}

/** A file as a unit. */
class DefinitionUnit implements Unit<BuildDefinition> {
  readonly language = 'builds';
  readonly text: string;
  readonly model: BuildDefinition;
  private found: readonly Suppression[] | undefined;

  constructor(text: string, fileName: string) {
    this.text = text;
    this.model = new BuildDefinition(text, fileName);
  }

  get suppressions(): readonly Suppression[] {
    this.found ??= this.text.includes('seaworthy-ignore') ? suppressionsIn(this.text) : [];
    return this.found;
  }
}

/** Our own comments, each on a line of its own. */
function suppressionsIn(text: string): readonly Suppression[] {
  const lines = new LineMap(text);
  return [...text.matchAll(/^[ \t]*(#.*)$/gm)].flatMap(({ 0: line, 1: comment = '', index }) => {
    const start = index + line.length - comment.length;
    const below = lines.lineAt(start) + 1;
    const scope = () => ({ start: lines.lineStart(below), end: lines.lineEnd(below) });
    return readSuppressionComment(comment, { start, end: start + comment.length }, scope) ?? [];
  });
}
