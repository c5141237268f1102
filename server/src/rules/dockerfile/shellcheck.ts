import type { ScriptDialect, ScriptRemark } from '../../core/script-checker.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { shellsOf } from '../../image/shells.ts';
import { replace } from '../../text/edit.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { dockerfileRule } from '../define.ts';

const remark: ScriptRemark = {
  code: 2164,
  level: 'warning',
  message: "Use 'cd ... || exit' or 'cd ... || return' in case cd fails.",
  start: 0,
  end: 6,
  replacements: [{ start: 6, end: 6, text: ' || exit' }],
};

export default dockerfileRule({
  id: 'shellcheck',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Heed what ShellCheck says of scripts',
  why: 'ShellCheck knows the traps of shell scripts better than anybody. Where it is installed and may be run, it is asked about the scripts of RUN instructions and their here-documents, in the dialect of the shell that runs them, and what it says stands at the words it speaks of. Errors and warnings are reported under `recommended`, but for those that are a matter of habit; what it calls information under `strict`, and style under `all`. Where it is not installed, in an untrusted workspace and in a browser nothing is run, and the rules of Seaworthy’s own about scripts speak alone.',
  aliases: ['shellcheck/SC*', 'hadolint/SC*', 'tally/shellcheck/ShellCheck', 'tally/shellcheck/SC1040'],
  fix: 'suggested',
  fixing:
    'Applies what ShellCheck offers. Quotes are left to a person, because a variable may hold several words on purpose.',
  references: ['https://www.shellcheck.net/wiki/'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN cd src; make\n',
      fixed: 'FROM debian:13\nRUN cd src || exit; make\n',
      remarks: { 'cd src; make': [remark] },
      note: 'With ShellCheck at hand.',
    },
    {
      good: 'FROM debian:13\nSHELL ["/bin/sh", "-ec"]\nRUN cd src; make\n',
      remarks: { 'cd src; make': [remark] },
      note: '`-e` ends it anyway.',
    },
    { good: 'FROM debian:13\nRUN cd src; make\n', note: 'Without ShellCheck.' },
  ],
  async checkSurroundings({ dockerfile, scripts, report }) {
    if (!scripts) return;
    const answers = dockerfile.instructions('RUN').map(async (run) => {
      const { form } = run;
      const dialect = dialectOf(run);
      if (form.kind !== 'shell' || !form.script || !dialect) return { run, remarks: [] };
      return { run, remarks: (await scripts.check(form.text.text, dialect)) ?? [] };
    });
    for (const { run, remarks } of await Promise.all(answers)) {
      const { form } = run;
      if (form.kind !== 'shell') continue;
      for (const one of remarks) {
        if (!isTold(one, run)) continue;
        const { code, start, end, message, replacements } = one;
        const [preset, severity] = weightOf(one);
        const found = report(sourceSpan(form.text, start, end), `${oneLine(message)} (SC${code})`)
          .as(`shellcheck/SC${code}`, `hadolint/SC${code}`)
          .onlyIn(preset)
          .grade(severity);
        if (!replacements) continue;
        const edits = replacements.map((each) => replace(sourceSpan(form.text, each.start, each.end), each.text));
        found.fix(`Apply what ShellCheck offers (SC${code})`, edits, splitting.has(code) ? 'manual' : 'suggested');
      }
    }
  },
});

/** The dialect that ShellCheck has for a shell. For BusyBox it has one only lately, and dash’s comes nearest. */
function dialectOf({ shellWords, stage }: RunInstruction): ScriptDialect | undefined {
  const isEnv = /(?:^|\/)env$/.test(shellWords[0] ?? '');
  const program = shellWords[isEnv ? 1 : 0]?.replace(/^.*\//, '');
  if (program === 'bash' || program === 'dash' || program === 'ksh') return program;
  if (program === 'ash') return 'dash';
  if (program !== 'sh') return undefined;
  const image = stage.rootImage?.reference;
  const sh = image && shellsOf(image)?.sh;
  return sh === undefined ? 'sh' : sh === 'bash' ? 'bash' : 'dash';
}

/** Warnings about habits that hardly ever do harm in a build: `CDPATH= cd`, a variable exported with its value, `for` over one word. */
const habits: ReadonlySet<number> = new Set([1007, 2043, 2046, 2154, 2155]);

/** What it says about words that are split, which may be on purpose. */
const splitting: ReadonlySet<number> = new Set([2046, 2048, 2068, 2086, 2206, 2207]);

/** What rules of our own say, with what is known of the base image; and that a file that is sourced was not looked at. */
const left: ReadonlySet<number> = new Set([1090, 1091, 2061, 2077, 2112, 2148]);

function isTold({ code, message }: ScriptRemark, run: RunInstruction): boolean {
  // What is not in POSIX is judged by the shell that the base image has.
  if (left.has(code) || (code >= 3000 && code < 4000)) return false;
  if (code === 2164) return !run.hasOption('errexit', run.span.end);
  if (code !== 2154) return true;
  const name = /^\w+/.exec(message)?.[0] ?? '';
  return run.stage.scope.find(name, run.span.start) === undefined;
}

function weightOf({ code, level }: ScriptRemark) {
  if (level === 'style') return ['all', 'hint'] as const;
  if (level === 'info') return ['strict', 'info'] as const;
  return habits.has(code) ? (['strict', 'info'] as const) : (['recommended', 'warning'] as const);
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '');
}
