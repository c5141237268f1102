import { Notes } from '../../core/notes.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';

/**
 * Answers for each manifest once. A document of a file that was not changed stays the same manifest, so that after a
 * keystroke only one has to be looked at. What else the answer depends on is remembered as it was last.
 */
export function perManifest<Answer, With = undefined>(find: (manifest: Manifest, given: With) => Answer) {
  const known = new Notes<Manifest, { readonly given: With; readonly answer: Answer }>();
  return (manifest: Manifest, given: With): Answer => {
    const before = known.get(manifest);
    if (before && before.given === given) return before.answer;
    const answer = find(manifest, given);
    known.set(manifest, { given, answer });
    return answer;
  };
}
