import { runsPods, templatePathOf } from '../../kubernetes/workloads.ts';
import { partTemplates } from '../../templates/manifests/parts/index.ts';
import type { Template } from '../../templates/template.ts';
import { LineMap } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import { placeholder } from '../../yaml/template-mask.ts';
import type { Assistant, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { suggestTemplate } from '../template-suggestion.ts';
import { declaredIn, documentAt } from '../yaml/document-at.ts';
import { indentedAs } from '../yaml/indented-as.ts';
import { type Place, placeAt, wayOf } from '../yaml/place.ts';
import { indentationOf } from '../yaml/snippet-style.ts';

/** Suggests parts of pods where there is room for them: containers, and what stands in containers and beside them. */
export const templatePartCompletion: Assistant = {
  complete(spot: Spot): readonly Suggestion[] {
    const { file, offset } = spot;
    if (file.language !== 'kubernetes') return [];
    const document = documentAt(file, offset);
    const lines = new LineMap(document.text);
    const place = placeAt(lines, offset - document.start, 0, lines.lineCount - 1);
    const room = place && roomAt(document.text, place);
    if (!room) return [];
    const indentation = indentationOf(document.text);
    const blanks = /^ */.exec(lines.lineText(place.line))?.[0].length ?? 0;
    // Editors indent the lines of a snippet as the line is indented that it is put into.
    const margin = ' '.repeat(Math.max(0, place.column - blanks));
    return partTemplates.flatMap((template, index): Suggestion[] => {
      const part = partAt(template, room);
      if (part === undefined) return [];
      const body = indentedAs(part, indentation).trimEnd().replaceAll('\n', `\n${margin}`);
      return [
        {
          ...suggestTemplate({ ...template, body }, shift(place.word, document.start), file.text),
          // Who writes the name of a field finds what writes it whole as well.
          filter: [...fieldsOf(template), template.id].join(' '),
          rank: 300 + index,
        },
      ];
    });
  },
};

/** What can be written at a place in a pod. Ways lead from the specification of the pod. */
interface Room {
  /** The way to the map that a field can be written in. */
  readonly map?: string;
  /** The way to the list that a member can be begun in. */
  readonly list?: string;
  /** Whether the dash of the member is there. */
  readonly hasDash: boolean;
  /** The other fields of the map. */
  readonly fields: ReadonlySet<string>;
}

/** What can be written at a place; undefined outside of pods, and where a value or what a template makes is written. */
function roomAt(text: string, place: Place): Room | undefined {
  const { path, key, keys, word, hasColon, needsDash, isBehindDash } = place;
  const { apiVersion, kind } = declaredIn(text);
  if (!apiVersion || !kind || key !== undefined || hasColon) return undefined;
  if (text.slice(word.start, word.end).includes(placeholder)) return undefined;
  const spec = [...templatePathOf(kind), 'spec'];
  if (spec.some((step, index) => path[index] !== step)) return undefined;
  const inPod = path.slice(spec.length);
  // What is no workload of Kubernetes itself is known to run pods by its containers.
  if (!runsPods(kind) && !keys.has('containers') && !/ontainers$/.test(String(inPod[0]))) return undefined;
  const way = wayOf(inPod);
  if (needsDash || (isBehindDash && keys.size === 0)) {
    return { list: way.replace(/\[\]$/, ''), hasDash: isBehindDash, fields: keys };
  }
  // Below a key that nothing stands below yet, a map may begin or a list.
  return { map: way, hasDash: false, fields: keys, ...(keys.size === 0 && { list: way }) };
}

const containers = ['containers[]', 'initContainers[]'];

/** What a template writes where there is room, from column 0 on; undefined where it does not fit. */
function partAt(template: Template, { map, list, hasDash, fields }: Room): string | undefined {
  const { body } = template;
  const members = membersOf(template);
  if (members) {
    const isHere = list !== undefined && members.lists.includes(list);
    if (isHere) return hasDash ? outdented(members.text.replace(/^-/, ' ')) : members.text;
  }
  if (map === undefined || !mapsOf(template).includes(map)) return undefined;
  const own = fieldsOf(template);
  if (own.some((field) => fields.has(field))) return undefined;
  // A container that is to end before the others begin is not probed.
  const isProbed = map !== 'initContainers[]' || fields.has('restartPolicy');
  return isProbed || !own.includes('livenessProbe') ? body : undefined;
}

/** The maps in a pod that a template is a field of. */
function mapsOf({ place }: Template): readonly string[] {
  return place === 'pod field' ? [''] : place === 'container field' ? containers : [];
}

/** What a template puts into lists, and into which ones; undefined for what is no list. */
function membersOf(template: Template): { readonly lists: readonly string[]; readonly text: string } | undefined {
  const { place, body } = template;
  if (place === 'container') return { lists: ['containers'], text: body };
  if (place === 'init container') return { lists: ['initContainers'], text: body };
  const [field, ...others] = fieldsOf(template);
  if (field === undefined || others.length > 0 || !body.startsWith(`${field}:\n  - `)) return undefined;
  const lists = mapsOf(template).map((map) => (map === '' ? field : `${map}.${field}`));
  return { lists, text: outdented(body.slice(body.indexOf('\n') + 1)) };
}

/** The fields that a template writes side by side. */
function fieldsOf({ body }: Template): readonly string[] {
  return [...body.matchAll(/^(\w+):/gm)].map(([, field = '']) => field);
}

function outdented(text: string): string {
  return text.replace(/^ {2}/gm, '');
}
