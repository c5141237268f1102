import { insertAbove } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

/** Programs that send usage data unless an environment variable forbids it, as each documents it (August 2026). */
const programs: Readonly<Record<string, string>> = {
  astro: 'ASTRO_TELEMETRY_DISABLED=1',
  az: 'AZURE_CORE_COLLECT_TELEMETRY=0',
  brew: 'HOMEBREW_NO_ANALYTICS=1',
  bun: 'DO_NOT_TRACK=1',
  dotnet: 'DOTNET_CLI_TELEMETRY_OPTOUT=1',
  gatsby: 'GATSBY_TELEMETRY_DISABLED=1',
  'huggingface-cli': 'HF_HUB_DISABLE_TELEMETRY=1',
  next: 'NEXT_TELEMETRY_DISABLED=1',
  nuxi: 'NUXT_TELEMETRY_DISABLED=1',
  nuxt: 'NUXT_TELEMETRY_DISABLED=1',
  pwsh: 'POWERSHELL_TELEMETRY_OPTOUT=1',
  turbo: 'TURBO_TELEMETRY_DISABLED=1',
  vcpkg: 'VCPKG_DISABLE_METRICS=1',
  wrangler: 'WRANGLER_SEND_METRICS=false',
};

/** Programs that run the one that is named behind them, and the words that may stand in between. */
const runners: ReadonlySet<string> = new Set(['npx', 'bunx', 'pnpx', 'pnpm', 'yarn']);
const betweenWords: ReadonlySet<string> = new Set(['exec', 'dlx', 'run']);

export default dockerfileRule({
  id: 'telemetry-opt-out',
  category: 'security',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Switch off the telemetry of build tools',
  why: 'Some tools report to their makers what they are used for and where. In a build nobody sees the notice and nobody is asked; it also adds a connection that may hang or fail. Each of these tools documents a variable that switches it off.',
  aliases: ['tally/prefer-telemetry-opt-out'],
  fix: 'suggested',
  fixing: 'Sets the variables with ENV above the first RUN that uses one of the tools.',
  references: [
    'https://consoledonottrack.com',
    'https://nextjs.org/telemetry',
    'https://learn.microsoft.com/dotnet/core/tools/telemetry',
  ],
  examples: [
    {
      bad: 'FROM node:24\nCOPY . .\nRUN npx next build\n',
      fixed: 'FROM node:24\nCOPY . .\nENV NEXT_TELEMETRY_DISABLED=1\nRUN npx next build\n',
    },
    { good: 'FROM node:24\nENV NEXT_TELEMETRY_DISABLED=1\nRUN npx next build\n' },
    { good: 'FROM node:24\nRUN NEXT_TELEMETRY_DISABLED=1 npx next build\n' },
  ],
  check({ dockerfile, report }) {
    if (dockerfile.commandsNamed(...Object.keys(programs), ...runners).length === 0) return;
    for (const stage of dockerfile.stages.length > 0 ? dockerfile.stages : [dockerfile.preamble]) {
      const [first, ...others] = talkative(stage);
      if (!first) continue;
      const settings = [...new Set([first, ...others].map(({ setting }) => setting))];
      report(first.span, `${first.program} sends usage data from the build: set ${settings.join(' ')}`).fix(
        'Switch telemetry off',
        () => [insertAbove(dockerfile, first.run, [`ENV ${settings.join(' ')}`])],
      );
    }
  },
});

interface Talkative {
  readonly program: string;
  readonly setting: string;
  readonly run: RunInstruction;
  readonly span: Span;
}

/** The commands of a stage that send usage data, each variable once. */
function talkative(stage: Stage): Talkative[] {
  const found = new Map<string, Talkative>();
  for (const run of stage.own('RUN')) {
    for (const command of run.commands) {
      const program = programOf(command);
      const setting = Object.hasOwn(programs, program) ? programs[program] : undefined;
      const variable = setting?.split('=')[0] ?? '';
      if (setting === undefined || found.has(setting) || run.script?.variables.set.has(variable)) continue;
      if (stage.scope.find(variable, run.span.start) || stage.scope.find('DO_NOT_TRACK', run.span.start)) continue;
      found.set(setting, { program, setting, run, span: command.words[0]?.span ?? command.span });
    }
  }
  return [...found.values()];
}

/** The program a command runs, seen through what runs programs of packages. */
function programOf({ name, arguments: words }: ShellCommand): string {
  if (!runners.has(name)) return name;
  const word = words.find(({ text }) => !text.startsWith('-') && !betweenWords.has(text));
  return word?.text.replace(/@.*$/, '') ?? name;
}
