import { describe, expect, it } from 'vitest';
import { readXml } from '../../server/src/text/xml.ts';

describe('an XML file', () => {
  it('is read as elements with attributes and text', () => {
    const root = readXml(
      '<?xml version="1.0"?><!-- <a/> --><project xmlns="x">\n <a b="1 &amp; 2" c=\'3\'>\n  t&lt;u\n </a><d/><e><![CDATA[<raw>]]></e></project>',
    );
    const project = root.at('project');
    expect(project?.at('a')?.text).toBe('t<u');
    expect([...(project?.at('a')?.attributes ?? [])]).toEqual([
      ['b', '1 & 2'],
      ['c', '3'],
    ]);
    expect(project?.children.map(({ name }) => name)).toEqual(['a', 'd', 'e']);
    expect(root.at('project', 'e')?.text).toBe('<raw>');
  });

  it('finds elements however deep they lie', () => {
    const root = readXml('<a><b><c>1</c></b><c>2</c></a>');
    expect([...root.below('c')].map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('is read as far as that goes when it is broken', () => {
    expect(readXml('<a><b>1</a></c><d>2').at('d')?.text).toBe('2');
    for (const text of ['<', '<a', '</', '<!--', '<![CDATA[', '<a b=', '<a>'.repeat(10_000)]) readXml(text);
  });
});
