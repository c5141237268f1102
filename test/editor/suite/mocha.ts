/** Mocha's interface, which the extension host's own setup has put into the global scope. */
export const { after, afterEach, before, describe, it } = globalThis as unknown as Pick<
  typeof import('mocha'),
  'after' | 'afterEach' | 'before' | 'describe' | 'it'
>;
