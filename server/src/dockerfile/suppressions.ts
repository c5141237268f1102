import type { SuppressedRule, Suppression } from '../core/suppression.ts';
import { readSuppressionComment } from '../core/suppression-comment.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Comment } from './lines.ts';

/**
 * What people wrote in a Dockerfile so that findings are not reported: our own comments, hadolint's, trivy's and
 * checkov's, and BuildKit's `check` directive.
 */
export function suppressionsOf(dockerfile: Dockerfile): readonly Suppression[] {
  const { comments, directives } = dockerfile.lines;
  return [
    ...directives.flatMap((directive) =>
      directive.name === 'check' ? readCheck(directive.value, directive.span, directive.valueSpan, 'file') : [],
    ),
    ...comments.flatMap((comment) => readComment(comment, dockerfile.text, () => nextInstruction(dockerfile, comment))),
  ];
}

type Scope = Suppression['scope'];

function readComment(comment: Comment, text: string, below: () => Span): Suppression[] {
  const written = text.slice(comment.span.start, comment.span.end);
  const own = readSuppressionComment(written, comment.span, below);
  if (own) return [own];
  const check = /^check\s*=\s*(\S+)/i.exec(comment.text)?.[1];
  if (check !== undefined) return readCheck(check, comment.span, comment.span, below());
  for (const { pattern, source, scope } of peers) {
    const match = pattern.exec(comment.text);
    if (!match) continue;
    const rules = namesIn(presentId(source, match[1] ?? ''), `${source}/`, comment.span);
    const reason = match[2]?.trim() || undefined;
    return [{ source, span: comment.span, rules, reason, scope: scope === 'below' ? below() : scope }];
  }
  return [];
}

/** The peers' comments, each as its own documentation has it. */
const peers: readonly { pattern: RegExp; source: string; scope: Scope | 'below' }[] = [
  { pattern: /^hadolint\s+ignore\s*=\s*([\w,\s]+?)\s*(?:#(.*))?$/i, source: 'hadolint', scope: 'below' },
  { pattern: /^hadolint\s+global\s+ignore\s*=\s*([\w,\s]+?)\s*(?:#(.*))?$/i, source: 'hadolint', scope: 'file' },
  { pattern: /^trivy:ignore:([\w-]+)/i, source: 'trivy', scope: 'below' },
  { pattern: /^checkov:skip=([\w]+)(?::(.*))?$/i, source: 'checkov', scope: 'file' },
];

/** trivy's ids in their present form: `DS-0002` for `DS002` and `AVD-DS-0002`. */
function presentId(source: string, written: string): string {
  const digits = source === 'trivy' ? /^(?:AVD-)?DS-?(\d+)$/i.exec(written)?.[1] : undefined;
  return digits === undefined ? written : `DS-${digits.padStart(4, '0')}`;
}

/**
 * What BuildKit is told to skip: `skip=StageNameCasing,JSONArgsRecommended;error=true`, where `skip=all` is everything.
 * As a directive it holds for the file, in a comment above an instruction for that instruction.
 */
function readCheck(value: string, span: Span, namesSpan: Span, scope: Scope): Suppression[] {
  const skip = /(?:^|;)\s*skip=([^;]*)/i.exec(value)?.[1];
  if (skip === undefined) return [];
  const rules = namesIn(skip.replace(/\ball\b/i, '*'), 'buildkit/', namesSpan);
  return [{ source: 'buildkit', span, rules, reason: undefined, scope }];
}

function namesIn(list: string, prefix: string, span: Span): SuppressedRule[] {
  const names = list.split(/[\s,]+/).filter((name) => name !== '');
  return names.map((name) => ({ name: prefix + name, span }));
}

/** The instruction a comment stands above; one between an instruction's lines belongs to that instruction. */
function nextInstruction({ allInstructions }: Dockerfile, comment: Comment): Span {
  let low = 0;
  let high = allInstructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((allInstructions[middle]?.span.end ?? 0) > comment.span.start) high = middle;
    else low = middle + 1;
  }
  return allInstructions[low]?.span ?? comment.span;
}
