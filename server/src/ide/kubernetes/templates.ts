import { isKustomizationName } from '../../kubernetes/kustomization-name.ts';
import { manifestTemplates } from '../../templates/manifests/index.ts';
import { LineMap } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import type { Assistant, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { suggestTemplate } from '../template-suggestion.ts';
import { documentAt } from '../yaml/document-at.ts';
import { placeAt } from '../yaml/place.ts';
import { isOtherFile } from '../yaml/suggest-kinds.ts';

/** Suggests templates of resources in documents that say nothing yet, and that of a kustomization in files of that name. */
export const manifestTemplateCompletion: Assistant = {
  complete(spot: Spot): readonly Suggestion[] {
    const { file, offset } = spot;
    const isKustomization = isKustomizationName(file.uri);
    if (file.language !== 'kubernetes' || (isOtherFile(file.uri) && !isKustomization)) return [];
    const document = documentAt(file, offset);
    const lines = new LineMap(document.text);
    const place = placeAt(lines, offset - document.start, 0, lines.lineCount - 1);
    if (!place || place.path.length > 0 || place.key !== undefined || place.hasColon) return [];
    if (place.keys.size > 0 || place.column > 0 || place.needsDash || place.isBehindDash) return [];
    const fitting = manifestTemplates.filter(
      (template) => template.place === (isKustomization ? 'kustomization' : 'resource'),
    );
    return fitting.map((template, index) => ({
      ...suggestTemplate(template, shift(place.word, document.start), file.text),
      // Who writes what it makes finds it as well as who writes its name.
      filter: `${template.id} ${template.title}`,
      rank: 700 + index,
    }));
  },
};
