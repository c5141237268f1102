import * as z from 'zod';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { replace, type TextEdit } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

type Casing = 'upper' | 'lower';

export default dockerfileRule({
  id: 'consistent-keyword-casing',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write all keywords in the same case',
  why: 'Builders do not care whether it says `FROM` or `from`, people do: keywords that look alike let the eye find the instructions, and a change of case in the middle of a file looks as if it meant something. Nearly all Dockerfiles write keywords in upper case. What most instructions of the file do is taken for its style; `AS` follows its `FROM`.',
  aliases: [
    'buildkit/ConsistentInstructionCasing',
    'buildkit/FromAsCasing',
    'dockerfile-doctor/DD071',
    'dockerfilelint/uppercase_commands',
    'dockerfile-utils/CASING_INSTRUCTION',
    'dockerfile-utils/INVALID_AS',
  ],
  fix: 'safe',
  options: z.object({
    casing: z
      .enum(['majority', 'upper', 'lower'])
      .default('majority')
      .describe('How keywords are to be written: as most instructions of the file are, or always in one case.'),
  }),
  references: [
    'https://docs.docker.com/reference/build-checks/consistent-instruction-casing/',
    'https://docs.docker.com/reference/build-checks/from-as-casing/',
  ],
  examples: [
    {
      bad: 'FROM alpine:3.22\nCOPY app /app\nentrypoint ["/app"]\n',
      fixed: 'FROM alpine:3.22\nCOPY app /app\nENTRYPOINT ["/app"]\n',
    },
    {
      bad: 'FROM golang:1.26 as build\nRUN make\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\n',
      note: '`AS` follows its `FROM`.',
    },
    {
      bad: 'from golang:1.26 as build\nRUN make\nCOPY app /app\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\nCOPY app /app\n',
    },
    {
      bad: 'from alpine:3.22\ncopy app /app\n',
      fixed: 'FROM alpine:3.22\nCOPY app /app\n',
      options: { casing: 'upper' },
    },
    { good: 'from alpine:3.22 as base\ncopy app /app\n', note: 'All in lower case is consistent, too.' },
  ],
  check({ dockerfile, options, report }) {
    const casing = options.casing === 'majority' ? majorityOf(dockerfile) : options.casing;
    for (const instruction of dockerfile.allInstructions) {
      if (instruction.onbuild) continue;
      const { writtenKeyword, keywordSpan } = instruction;
      const wanted = inCase(writtenKeyword, casing);
      if (writtenKeyword !== wanted && isWhole(instruction)) {
        const style = options.casing === 'majority' ? 'most instructions of this file are' : 'instructions are to be';
        report(keywordSpan, `"${writtenKeyword}" is not in ${casing} case as ${style}: write ${wanted}`)
          .as(
            'buildkit/ConsistentInstructionCasing',
            'dockerfile-doctor/DD071',
            'dockerfilelint/uppercase_commands',
            'dockerfile-utils/CASING_INSTRUCTION',
          )
          .fix(`Write ${wanted}`, () => edits(instruction, casing));
      }
    }
    for (const from of dockerfile.instructions('FROM')) {
      const { asKeyword, writtenKeyword } = from;
      if (!asKeyword || !isUniform(writtenKeyword)) continue;
      const wanted = inCase('AS', writtenKeyword === writtenKeyword.toLowerCase() ? 'lower' : 'upper');
      if (asKeyword.text === wanted) continue;
      report(asKeyword.span, `"${asKeyword.text}" and "${writtenKeyword}" differ in case: write both alike`)
        .as('buildkit/FromAsCasing', 'dockerfile-utils/INVALID_AS')
        .grade('info')
        .fix('Write both alike', () => edits(from, casing));
    }
  },
});

/** The case of most keywords that are in one case; as BuildKit counts, so that both judge alike. */
function majorityOf({ stages, preamble }: Dockerfile): Casing {
  const instructions = stages.length === 0 ? preamble.instructions : stages.flatMap((stage) => stage.instructions);
  const uniform = instructions.map(({ writtenKeyword }) => writtenKeyword).filter(isUniform);
  const lower = uniform.filter((keyword) => keyword === keyword.toLowerCase()).length;
  return lower > uniform.length - lower ? 'lower' : 'upper';
}

function isUniform(keyword: string): boolean {
  return keyword === keyword.toLowerCase() || keyword === keyword.toUpperCase();
}

function inCase(keyword: string, casing: Casing): string {
  return casing === 'lower' ? keyword.toLowerCase() : keyword.toUpperCase();
}

/** Whether the keyword stands on one line, as it does in all files but those of jokers. */
function isWhole({ writtenKeyword, keywordSpan }: Instruction): boolean {
  return keywordSpan.end - keywordSpan.start === writtenKeyword.length;
}

/** Writes the keyword in a case, and the AS of a FROM with it: alone it would be what differs next. */
function edits(instruction: Instruction, casing: Casing): TextEdit[] {
  const { writtenKeyword, keywordSpan } = instruction;
  const as = instruction.keyword === 'FROM' ? (instruction as FromInstruction).asKeyword : undefined;
  const words = [{ text: writtenKeyword, span: keywordSpan }, ...(as ? [as] : [])];
  return words
    .filter(({ text }) => text !== inCase(text, casing))
    .map(({ text, span }) => replace(span, inCase(text, casing)));
}
