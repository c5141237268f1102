import { describe, expect, it } from 'vitest';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';

const read = (text: string) => new YamlDocument(text).root;

describe('what is not known', () => {
  it('exists, and says nothing', () => {
    const value = read('a: {b: 1}\n').asPartial.at('a', 'c', 'd');
    expect(value.isUnknown).toBe(true);
    expect(value.exists).toBe(true);
    expect(value.hasKey).toBe(false);
    expect([value.text, value.string, value.number, value.boolean, value.span, value.mappedText]).toEqual(
      Array(6).fill(undefined),
    );
    expect([value.items, value.entries]).toEqual([[], []]);
  });

  it('is not what is written, nor what is missing elsewhere', () => {
    const root = read('a: {b: 1, n: null}\nlist: [1]\n');
    expect(root.at('a', 'c').exists).toBe(false);
    expect(root.at('a', 'n').exists).toBe(false);
    expect(root.at('x', 'y').isUnknown).toBe(false);
    expect(root.isOpen || root.get('list').isOpen).toBe(false);
    expect(root.asPartial.at('a', 'b').number).toBe(1);
    expect(root.asPartial.at('a', 'b', 'c').exists).toBe(false);
    expect(root.asPartial.get('list').items[0]?.number).toBe(1);
    expect(root.asPartial.get('list').isOpen).toBe(true);
  });

  it('is a null in a patch, which may take away what is there', () => {
    expect(read('a: null\nb:\n').asPartial.get('a').isUnknown).toBe(true);
    expect(read('a: null\nb:\n').asPartial.get('b').isUnknown).toBe(true);
  });

  it('is what has yet to be filled in', () => {
    const root = read('a: "{{ .Values.a }}"\nb: ${B}\nc: echo ${C}\nlist: ["{{ x }}", y]\n');
    expect(root.get('a').isUnknown).toBe(true);
    expect(root.get('b').isUnknown).toBe(true);
    expect(root.at('a', 'inner').isUnknown).toBe(true);
    expect(root.get('c').text).toBe('echo ${C}');
    expect(root.get('list').isOpen).toBe(true);
    expect(root.get('list').items.map(({ text }) => text)).toEqual([undefined, 'y']);
  });
});

describe('parts of objects', () => {
  const containerOf = (text: string) => new Manifest(text).containers[0];

  it('are resources that lack what the API requires, with all that is in them', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers: [{image: x}]\n';
    expect(containerOf(text)?.value.get('resources').isUnknown).toBe(true);
    expect(containerOf(text)?.pod.spec.get('volumes').isUnknown).toBe(true);
  });

  it('are containers without an image, but not the pods around them', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}, {name: istio-proxy, image: auto}]}\n';
    const [first, second] = new Manifest(text).containers;
    expect(first?.value.get('resources').isUnknown).toBe(true);
    expect(second?.value.get('resources').isUnknown).toBe(true);
    expect(first?.pod.spec.get('volumes').exists).toBe(false);
  });

  it('are wholes for whoever takes everything at its word', () => {
    const manifest = new Manifest(
      'apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a}]}}}\n',
    );
    expect(manifest.containers[0]?.value.get('resources').exists).toBe(true);
    expect(manifest.literal.containers[0]?.value.get('resources').exists).toBe(false);
    expect(manifest.literal.resources[0]?.value.at('spec', 'selector').exists).toBe(false);
    const whole = new Manifest('apiVersion: v1\nkind: ConfigMap\n');
    expect(whole.literal).toBe(whole);
  });
});
