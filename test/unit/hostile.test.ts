import { describe, expect, it } from 'vitest';
import { Judgement, preset } from '../support/judge.ts';

const all = preset('all');
const deep = 20_000;

/** A manifest in which something stands beside the name of a container. */
const beside = (text: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: a:1\n      x: ${text}\n`;

describe('no rule fails, and none runs on and on, over', () => {
  it.each<[string, string]>([
    ['defaults in defaults', `ENV A=${'${a:-'.repeat(deep)}x${'}'.repeat(deep)}`],
    ['replacements in replacements', `ENV B=1\nENV A=${'${B/'.repeat(deep)}x${'/y}'.repeat(deep)}`],
    ['substitutions in substitutions', `RUN echo ${'$('.repeat(deep)}x${')'.repeat(deep)}`],
    ['substitutions that are not closed', `RUN echo ${'"$('.repeat(deep)}`],
    ['processes for files', `RUN cat ${'<(cat '.repeat(deep)}x${')'.repeat(deep)}`],
    ['subshells in subshells', `RUN ${'( '.repeat(deep)}x${' )'.repeat(deep)}`],
    ['a long sum', `RUN echo $((${'1+'.repeat(deep)}1))`],
    ['arrays in arrays', `CMD ${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['triggers of triggers', `${'ONBUILD '.repeat(deep)}RUN x`],
    ['here-documents without an end', `${'RUN <<A\n'.repeat(2000)}RUN ${'<<A '.repeat(1000)}`],
    ['long lists of commands', `RUN ${'a && '.repeat(10_000)}b || c`],
    ['names that objects have', 'RUN constructor && apt-get toString && sudo __proto__\nSTOPSIGNAL valueOf'],
  ])('%s', (_, lines) => {
    const judged = new Judgement('Dockerfile', `FROM a:1\nMAINTAINER me\n${lines}\n`, all);
    expect(judged.findings.map(({ rule }) => rule.id)).toContain('maintainer-is-a-label');
  });

  it.each<[string, string]>([
    ['lists in lists', beside(`${'['.repeat(deep)}${']'.repeat(deep)}`)],
    ['maps that are not closed', beside('{a: '.repeat(deep))],
    ['a map that merges itself', beside('&m {<<: *m}')],
    ['a list that merges itself', beside('{y: &m [*m], <<: *m}')],
    [
      'maps that merge one another',
      beside(
        `\n        a0: &a0 {b: 1}\n${Array.from({ length: 10_000 }, (_, at) => `        a${at + 1}: &a${at + 1} {<<: *a${at}}\n`).join('')}        <<: *a10000`,
      ),
    ],
    [
      'lists that multiply',
      `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: 25 }, (_, at) => `- &a${at}\n  apiVersion: v1\n  kind: List\n  items: [${at === 0 ? '' : `*a${at - 1}, *a${at - 1}`}]\n`).join('')}`,
    ],
    [
      'names that objects have',
      'apiVersion: __proto__\nkind: toString\nspec: {template: {spec: {containers: [{name: a}]}}}',
    ],
  ])('%s', (_, text) => {
    new Judgement('pod.yaml', text, all);
  });
});
