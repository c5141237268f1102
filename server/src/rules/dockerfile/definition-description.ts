import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Comment } from '../../dockerfile/lines.ts';
import { insert } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'definition-description',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Begin the comment above an argument or a stage with its name',
  why: '`docker build --call=outline` and `--call=targets` print the comment above an `ARG` and above a named `FROM` as its description, provided that the comment begins with the name. Any other comment is left out. An empty comment or a blank line below it says that it is none.',
  aliases: ['buildkit/InvalidDefinitionDescription'],
  fix: 'manual',
  fixing: 'Puts the name in front of the last line of the comment. Look whether it still reads as a sentence.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  examples: [
    {
      bad: '# of the compiler\nARG VERSION=1.26\nFROM golang:${VERSION}\n',
      fixed: '# VERSION of the compiler\nARG VERSION=1.26\nFROM golang:${VERSION}\n',
    },
    { good: '# VERSION of the compiler\nARG VERSION=1.26\nFROM golang:${VERSION}\n' },
    { good: '# All about the compiler\n\nARG VERSION=1.26\nFROM golang:${VERSION}\n' },
  ],
  check({ dockerfile, report }) {
    const definitions = [
      ...dockerfile.instructions('ARG').map((arg) => ({ of: arg, names: arg.pairs.map(({ key }) => key.text) })),
      ...dockerfile.stages.flatMap(({ from, name }) =>
        from && name !== undefined ? [{ of: from, names: [name] }] : [],
      ),
    ];
    for (const { of, names } of definitions) {
      const comment = describing(of);
      const [name] = names;
      if (!comment || of.onbuild || name === undefined || names.includes(comment.text.split(' ')[0] ?? '')) continue;
      const several = names.length > 1;
      const finding = report(
        of.keywordSpan,
        `The comment above is no description, as it does not begin with ${several ? 'one of the names' : `"${name}"`}`,
      );
      if (several) continue;
      finding.fix('Begin the comment with the name', [
        insert(
          comment.span.start + (/^#\s*/.exec(dockerfile.text.slice(comment.span.start))?.[0].length ?? 1),
          `${name} `,
        ),
      ]);
    }
  },
});

/** Comments by which people and tools speak to linters. */
const pragma = /^(?:hadolint|seaworthy|check|trivy|checkov|tally|kics-scan|syntax|escape)\b/i;

/** The last line of the comment directly above; an empty one ends it. */
function describing({ comments, span }: Instruction): Comment | undefined {
  const last = comments.findLast((comment) => comment.span.end <= span.start);
  return last && last.text !== '' && !pragma.test(last.text) ? last : undefined;
}
