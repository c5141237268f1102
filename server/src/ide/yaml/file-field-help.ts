import { Notes } from '../../core/notes.ts';
import type { SourceFile } from '../../engine/engine.ts';
import { anyMember } from '../../workspace/helm/meaning.ts';
import { ValuesFile } from '../../workspace/helm/values-file.ts';
import { SchemaView } from '../../yaml/schema/schema-view.ts';
import type { Assistant } from '../assistant.ts';
import { describeField, sortOfField } from './describe-field.ts';
import { schemaOfFile } from './schemas.ts';

/** Explains the fields of files that have a schema by their name: kustomizations, charts, and the values of charts. */
export const fileFieldHelp: Assistant = {
  alsoBy: 'manifest fields',
  async explain(spot) {
    if (spot.file.language !== 'kubernetes') return [];
    const schema = await schemaOfFile(spot);
    const key = schema && readOf(spot.file).keyAt(spot.offset);
    const span = key?.value.keySpan;
    if (!schema || !key || !span) return [];
    const steps = key.path.map((step) => (step === anyMember ? 0 : step));
    const field = steps.at(-1);
    const around = SchemaView.of(schema).at(steps.slice(0, -1));
    if (typeof field !== 'string' || !around?.fields.includes(field)) return [];
    const view = around.get(field);
    if (!view) return [];
    const parts = [
      `**${key.path.join('.').replaceAll(`.${anyMember}`, '[]')}** (${sortOfField(view)})`,
      describeField(view),
    ];
    return [{ text: parts.filter((part) => part !== '').join('\n\n'), span }];
  },
};

const known = new Notes<SourceFile, ValuesFile>();

/** A file as one document of keys, read once for each of its versions. */
function readOf(file: SourceFile): ValuesFile {
  const read = known.get(file) ?? new ValuesFile(file.uri, file.text);
  known.set(file, read);
  return read;
}
