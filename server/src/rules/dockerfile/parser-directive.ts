import type { Report } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Comment, Directive } from '../../dockerfile/lines.ts';
import { insert, remove, replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

const typo = ['tally/syntax-directive-typo'] as const;
const casing = ['dockerfile-utils/CASING_DIRECTIVE'] as const;

export default dockerfileRule({
  id: 'parser-directive',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write parser directives where and as they are read',
  why: '`# syntax=`, `# escape=` and `# check=` are read only from the very first lines: after a blank line, a comment or an instruction they are comments, and the build silently goes on without them. A mistyped name is a comment, too; a mistyped image behind `syntax=` makes the build fail before it has begun.',
  aliases: [...typo, ...casing],
  fix: 'suggested',
  fixing: 'Moves `# syntax=` to the first line, corrects what is mistyped, and writes names in lower case.',
  references: ['https://docs.docker.com/reference/dockerfile/#parser-directives'],
  examples: [
    {
      bad: '# syntax=docker/dokcerfile:1\nFROM alpine:3.22\n',
      fixed: '# syntax=docker/dockerfile:1\nFROM alpine:3.22\n',
    },
    {
      bad: '# sytnax=docker/dockerfile:1\nFROM alpine:3.22\n',
      fixed: '# syntax=docker/dockerfile:1\nFROM alpine:3.22\n',
    },
    {
      bad: '# The web server\n# syntax=docker/dockerfile:1\n\nFROM alpine:3.22\n',
      fixed: '# syntax=docker/dockerfile:1\n# The web server\n\nFROM alpine:3.22\n',
    },
    {
      bad: '# Syntax=docker/dockerfile:1\nFROM alpine:3.22\n',
      fixed: '# syntax=docker/dockerfile:1\nFROM alpine:3.22\n',
      note: 'Capitals are only a matter of style: a hint, under the preset `all`.',
      preset: 'all',
    },
    { good: '# syntax=docker/dockerfile:1\n# check=error=true\nFROM alpine:3.22\n' },
    {
      good: 'FROM alpine:3.22\n# check=skip=JSONArgsRecommended\nCMD top\n',
      note: 'This one holds for an instruction.',
    },
  ],
  check({ dockerfile, report }) {
    for (const directive of dockerfile.lines.directives) judgeDirective(dockerfile, directive, report);
    for (const comment of dockerfile.lines.comments) judgeComment(dockerfile, comment, report);
  },
});

type Reporter = (span: Span, message: string) => Report;

/** Frontends that exist (hub.docker.com/u/docker); anybody may make others. */
const frontends = ['docker/dockerfile', 'docker.io/docker/dockerfile', 'docker/dockerfile-upstream'];

function judgeDirective({ text }: Dockerfile, directive: Directive, report: Reporter): void {
  const { name, value, span, valueSpan } = directive;
  const start = span.start + (text.slice(span.start, span.end).toLowerCase().indexOf(name) ?? 0);
  const nameSpan = { start, end: start + name.length };
  const written = text.slice(nameSpan.start, nameSpan.end);
  if (written !== name) {
    report(nameSpan, `Directives are written in lower case: write "${name}"`)
      .as(...casing)
      .grade('hint')
      .onlyIn('all')
      .fix('Write it in lower case', [replace(nameSpan, name)], 'safe');
  }
  if (name !== 'syntax') return;
  const image = /^[^:@]*/.exec(value)?.[0] ?? '';
  const meant = frontends.includes(image) ? undefined : mostSimilar(image, frontends);
  // One letter more or less may well be a frontend of somebody else; a name as near as that to Docker's is none.
  if (meant === undefined || Math.abs(meant.length - image.length) > 2 || !/^docker/.test(image)) return;
  const place = { start: valueSpan.start, end: valueSpan.start + image.length };
  report(place, `There is no frontend "${image}", so the build fails before it begins: did you mean ${meant}?`)
    .as(...typo)
    .grade('error')
    .fix(`Replace with ${meant}`, [replace(place, meant)]);
}

/** A comment that was meant as a directive: mistyped at the top, or too late. */
function judgeComment(dockerfile: Dockerfile, { text, span }: Comment, report: Reporter): void {
  const [, name = '', equals = '', value = ''] = /^(\w+)(\s*=\s*)(\S+)$/.exec(text) ?? [];
  const isFrontend = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(value);
  const first = dockerfile.allInstructions[0];
  if (name === '' || (first && span.start > first.span.start) || !(isFrontend || /^[\\`]$/.test(value))) return;
  const start = dockerfile.text.indexOf(name, span.start);
  const known = name.toLowerCase();
  const meant = isFrontend ? 'syntax' : 'escape';
  if (known !== meant) {
    if (mostSimilar(known, [meant]) === undefined) return;
    report(
      { start, end: start + name.length },
      `There is no directive "${name}", so this is a comment: did you mean ${meant}?`,
    )
      .as(...typo)
      .fix(`Replace with ${meant}`, [replace({ start, end: start + name.length }, meant)]);
    return;
  }
  const finding = report(
    span,
    `This directive is only a comment, because it does not stand at the top of the file: move it to the first line`,
  ).as(...typo);
  if (meant !== 'syntax') return;
  const top = dockerfile.text.startsWith('\uFEFF') ? 1 : 0;
  const lineStart = dockerfile.text.lastIndexOf('\n', span.start - 1) + 1;
  const feed = dockerfile.text.indexOf('\n', span.end);
  finding.fix('Move it to the first line', [
    insert(top, `# syntax${equals}${value}${lineBreakOf(dockerfile.text)}`),
    remove({ start: lineStart, end: feed === -1 ? dockerfile.text.length : feed + 1 }),
  ]);
}
