import type { Suppression } from '../core/suppression.ts';
import { readSuppressionComment } from '../core/suppression-comment.ts';
import { LineMap } from '../text/lines.ts';
import { cover, type Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Manifest } from './manifest.ts';
import type { Resource } from './resource.ts';

/**
 * What people wrote in a manifest so that findings are not reported: our own comments, and the annotations and
 * comments of kube-linter, kube-score, polaris, checkov and trivy, each as its own documentation has it.
 */
export function suppressionsOf(manifest: Manifest): readonly Suppression[] {
  return [...commentSuppressions(manifest), ...manifest.resources.flatMap(annotationSuppressions)];
}

function commentSuppressions({ document }: Manifest): Suppression[] {
  const lines = new LineMap(document.text);
  return document.comments.flatMap(({ text, span }): Suppression[] => {
    const written = document.text.slice(span.start, span.end);
    const own = readSuppressionComment(written, span, () => scopeBelow(document, lines, span));
    if (own) return [own];
    const trivy = /^trivy:ignore:(\S+)/i.exec(text)?.[1];
    if (trivy === undefined) return [];
    const rules = [{ name: `trivy/${trivyId(trivy)}`, span }];
    return [{ source: 'trivy', span, rules, reason: undefined, scope: 'unit' }];
  });
}

/** The line below a comment, with all of a scalar that begins there and goes on over more lines. */
function scopeBelow(document: YamlDocument, lines: LineMap, comment: Span): Span {
  const line = lineBelow(lines, comment);
  return document.longScalars.filter(({ start }) => line.start <= start && start < line.end).reduce(cover, line);
}

/** The first line below a comment that is neither blank nor a comment itself. */
function lineBelow(lines: LineMap, comment: Span): Span {
  let line = lines.lineAt(comment.start) + 1;
  while (line < lines.lineCount && /^\s*(?:#|$)/.test(lines.lineText(line))) line++;
  return { start: lines.lineStart(line), end: lines.lineEnd(line) };
}

/** The peers' annotations stand on the object or on its pod template and hold for all of the object. */
function annotationSuppressions(resource: Resource): Suppression[] {
  const owners = [resource.value.get('metadata'), ...resource.pods.map((pod) => pod.metadata)];
  const scope = resource.value.span ?? ('unit' as const);
  return owners
    .flatMap((owner) => owner.get('annotations').entries)
    .flatMap(([name, value]) => readAnnotation(name, value, scope));
}

function readAnnotation(name: string, value: YamlValue, scope: Suppression['scope']): Suppression[] {
  const span = value.keySpan ?? { start: 0, end: 0 };
  const text = value.text ?? '';
  const make = (source: string, names: readonly string[], reason?: string): Suppression[] => [
    { source, span, rules: names.map((rule) => ({ name: `${source}/${rule}`, span })), reason, scope },
  ];
  const kubeLinter = /^ignore-check\.kube-linter\.io\/(.+)$/.exec(name)?.[1];
  if (kubeLinter !== undefined) return make('kube-linter', [kubeLinter], text || undefined);
  if (name === 'kube-linter.io/ignore-all') return make('kube-linter', ['*'], text || undefined);
  if (name === 'kube-score/ignore') return make('kube-score', text.split(/\s*,\s*/).filter(Boolean));
  if (name === 'polaris.fairwinds.com/exempt' && text === 'true') return make('polaris', ['*']);
  const polaris = /^polaris\.fairwinds\.com\/(.+)-exempt$/.exec(name)?.[1];
  if (polaris !== undefined && text === 'true') return make('polaris', [polaris]);
  const checkov = /^checkov\.io\/skip\d*$/.test(name) ? /^([^=]+)(?:=(.*))?$/.exec(text) : undefined;
  if (checkov) return make('checkov', [(checkov[1] ?? '').trim()], checkov[2]);
  return [];
}

/** trivy's ids in their present form: `KSV-0013` for `KSV013` and `AVD-KSV-0013`. */
function trivyId(written: string): string {
  const match = /^(?:AVD-)?(KSV|DS)-?(\d+)$/i.exec(written);
  return match ? `${match[1]?.toUpperCase()}-${match[2]?.padStart(4, '0')}` : written;
}
