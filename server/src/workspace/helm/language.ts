import type { Language } from '../../core/unit.ts';

/**
 * What a chart has below `templates/` beside manifests: named templates and the notes that are shown after an
 * installation. They are text of any sort, in which only the actions have a meaning, so that there is nothing to judge.
 */
export const helmLanguage: Language = {
  id: 'helm',

  /** Their names tell nothing outside of a chart, and nobody wants to have them judged. */
  claims() {
    return false;
  },

  recognises() {
    return false;
  },

  parse() {
    return [];
  },

  commentTarget(_, offset) {
    return offset;
  },

  defectsOf() {
    return [];
  },

  topOf() {
    return 0;
  },
};

/** Whether a file, given by its URI, is called and lies as such files do. */
export function isTemplateText(uri: string): boolean {
  return /\/templates\/(?:.*\/)?[^/]+\.(?:tpl|txt)$/i.test(uri);
}
