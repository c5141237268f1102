import { isScalar } from 'yaml';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { largestDefinition } from './build.ts';
import { Template } from './template.ts';

/** Where the characters of expressions are moved to: a private area of Unicode that is letters to every parser. */
const hidden = 0xe000;
const hiddenCharacters = /[\ue020-\ue07e]/g;

/**
 * The same text, as long, in which `${{ ... }}` and `{{ ... }}` are one word each without spaces, quotes and brackets,
 * so that YAML and shell scripts in which they stand can be read before anybody fills them in.
 */
export function hideExpressions(text: string): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\$?\{\{[^{}\n]*\}\}/g, (expression) =>
    expression.replace(/[\x20-\x7e]/g, (character) => String.fromCharCode(hidden + character.charCodeAt(0))),
  );
}

/** The text as it was before its expressions were hidden. */
export function showExpressions(text: string): string {
  return text.replace(hiddenCharacters, (character) => String.fromCharCode(character.charCodeAt(0) - hidden));
}

/** A document of a file whose values may be expressions of a builder. */
export interface OpenDocument {
  readonly root: YamlValue;
  /** Where it begins in its file. */
  readonly start: number;
}

/** Reads the documents of a YAML file in which expressions may stand. */
export function readOpenYaml(text: string): readonly OpenDocument[] {
  if (text.length > largestDefinition) return [];
  return splitDocuments(hideExpressions(text)).map((part) => ({
    root: new YamlDocument(part.text).root,
    start: part.start,
  }));
}

/** The text of a scalar, variables and expressions as they are written; undefined for all else. */
export function writtenText({ node }: YamlValue): string | undefined {
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  return showExpressions(text);
}

/** The same with its variables read. */
export function templateOf(value: YamlValue): Template | undefined {
  const text = writtenText(value)?.trim();
  return text === undefined || text === '' ? undefined : Template.read(text);
}

/** The texts of a list, or of a text of several lines or with commas. */
export function listOf(value: YamlValue): readonly string[] {
  if (value.isList) return value.items.flatMap((item) => writtenText(item) ?? []);
  return (writtenText(value) ?? '')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Names with values: of a map, or of a list or text of `NAME=value`. */
export function pairsOf(value: YamlValue): ReadonlyMap<string, string | undefined> {
  if (value.isMap) return new Map(value.entries.map(([key, entry]) => [key, writtenText(entry)]));
  return new Map(listOf(value).map(readPair));
}

/** A name and what it is set to, if that is written. */
export function readPair(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}
