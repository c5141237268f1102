import type { OtherFile } from '../../core/finding.ts';
import { cover, type Span } from '../../text/span.ts';
import type { Chart } from '../../workspace/helm/chart.ts';
import type { ObjectPath } from '../../workspace/helm/meaning.ts';
import {
  declarationsIn,
  type EditedFile,
  evaluationsOf,
  isSamePath,
  seenBy,
  usesIn,
} from '../../workspace/helm/relatives.ts';
import type { PlaceInFile } from '../../workspace/manifests/manifest-file.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant, Highlight, Target } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { chartFieldOf } from './metadata.ts';
import { templateOf, valuesOf } from './place.ts';

/** Leads from what templates name to where it is set or defined, and from there to all templates that name it. */
export const helmNavigation: Assistant = { definitions, references, highlights };

/** What somebody points at in a chart: a value or another object of Helm, or a named template. */
export interface Pointed {
  readonly chart: Chart;
  readonly edited: EditedFile;
  readonly span: Span;
  /** The objects that it may be; none for a named template. */
  readonly paths: readonly ObjectPath[];
  readonly template: string | undefined;
}

/** What stands at a place in a template or a file of values. */
export async function pointedAt(spot: Spot): Promise<Pointed | undefined> {
  const template = await templateOf(spot);
  if (template) {
    const { chart, edited, evaluation } = template;
    const mentions = evaluation.mentions.filter(({ span }) => holds(span, spot.offset));
    const [first] = mentions;
    const paths = mentions.map(({ path }) => path);
    if (first) return { chart, edited, span: first.span, paths, template: undefined };
    const named = [...evaluation.includes, ...evaluation.definitions].find(({ name }) => holds(name.span, spot.offset));
    return named && { chart, edited, span: named.name.span, paths: [], template: named.name.value };
  }
  const values = await valuesOf(spot);
  const key = values?.file.keyAt(spot.offset);
  const span = key?.value.keySpan;
  if (!values || !key || !span) return undefined;
  const { chart, edited } = values;
  return { chart, edited, span, paths: [['Values', ...key.path]], template: undefined };
}

async function definitions(spot: Spot): Promise<readonly Target[]> {
  const pointed = await pointedAt(spot);
  if (!pointed) return [];
  const places = await definedAt(pointed, spot);
  return places.map(({ place, whole }) => ({ from: pointed.span, place, whole }));
}

/** Where what is pointed at is defined, and all of that. */
async function definedAt(
  { chart, edited, paths, template }: Pointed,
  { around }: Spot,
): Promise<readonly Pick<Target, 'place' | 'whole'>[]> {
  if (template !== undefined) return definitionsOf(template, chart, edited);
  const found = await Promise.all(
    paths.map(async (path) => {
      const [object, ...rest] = path;
      if (object !== 'Values') {
        const field = chartFieldOf(path, chart);
        return field ? keyOf(chart.metadata, field) : [];
      }
      const seen = await seenBy(chart, rest, around.host);
      return declarationsIn(seen, edited).flatMap(({ file, value }) => keyOf(file, value));
    }),
  );
  return found.flat();
}

function keyOf(file: OtherFile, value: YamlValue): readonly Pick<Target, 'place' | 'whole'>[] {
  const { keySpan, span } = value;
  const at = keySpan ?? span;
  return at ? [{ place: { file, span: at }, whole: span ? cover(at, span) : at }] : [];
}

function definitionsOf(name: string, chart: Chart, edited: EditedFile): readonly Pick<Target, 'place' | 'whole'>[] {
  return evaluationsOf(chart, edited).flatMap(({ file, evaluation }) =>
    evaluation.definitions
      .filter((definition) => definition.name.value === name)
      .map((definition) => ({ place: { file, span: definition.name.span }, whole: definition.span })),
  );
}

async function references(spot: Spot, withDefinitions: boolean): Promise<readonly PlaceInFile[]> {
  const pointed = await pointedAt(spot);
  if (!pointed) return [];
  const { chart, edited, paths, template } = pointed;
  const defined = withDefinitions ? (await definedAt(pointed, spot)).map(({ place }) => place) : [];
  if (template !== undefined) {
    const included = evaluationsOf(chart, edited).flatMap(({ file, evaluation }) =>
      evaluation.includes.filter(({ name }) => name.value === template).map(({ name }) => ({ file, span: name.span })),
    );
    return [...defined, ...included];
  }
  const uses = await Promise.all(paths.map((path) => usesOf(path, pointed, spot)));
  return distinct([...defined, ...uses.flat()]);
}

async function usesOf(path: ObjectPath, { chart, edited }: Pointed, { around }: Spot): Promise<readonly PlaceInFile[]> {
  const [object, ...rest] = path;
  if (object === 'Values' && rest.length > 0) return usesIn(await seenBy(chart, rest, around.host), edited);
  return evaluationsOf(chart, edited).flatMap(({ file, evaluation }) =>
    evaluation.mentions.filter((mention) => isSamePath(mention.path, path)).map(({ span }) => ({ file, span })),
  );
}

async function highlights(spot: Spot): Promise<readonly Highlight[]> {
  const template = await templateOf(spot);
  const pointed = template && (await pointedAt(spot));
  if (!pointed) return [];
  const { evaluation } = template;
  if (pointed.template !== undefined) {
    const isIt = ({ name }: { name: { value: string } }) => name.value === pointed.template;
    return [
      ...evaluation.definitions.filter(isIt).map(({ name }) => ({ span: name.span, isDefinition: true })),
      ...evaluation.includes.filter(isIt).map(({ name }) => ({ span: name.span, isDefinition: false })),
    ];
  }
  return evaluation.mentions
    .filter(({ path }) => pointed.paths.some((one) => isSamePath(one, path)))
    .map(({ span }) => ({ span, isDefinition: false }));
}

function distinct(places: readonly PlaceInFile[]): readonly PlaceInFile[] {
  const seen = new Set<string>();
  return places.filter(({ file, span }) => {
    const key = `${file.uri} ${span.start}`;
    return !seen.has(key) && seen.add(key);
  });
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
