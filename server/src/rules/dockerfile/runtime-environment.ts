import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { startCommands } from '../../dockerfile/start.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

/** What a program should be told by its environment when it runs in a container. */
interface Advice {
  readonly programs: RegExp;
  /** The variable to set, with its value as written in ENV. */
  readonly setting: string;
  /** Other variables and options that say the same, or that whoever gives them has thought of. */
  readonly unless: { readonly variables: readonly string[]; readonly options: RegExp };
  readonly reason: string;
  readonly aliases: readonly string[];
}

const advices: readonly Advice[] = [
  {
    programs: /^python(?:\d[\d.]*)?$/,
    setting: 'PYTHONUNBUFFERED=1',
    unless: { variables: ['PYTHONUNBUFFERED'], options: /^-[A-Za-z]*u/ },
    reason: 'Python keeps its output back, and what it holds is lost when it crashes',
    aliases: ['dockerfile-doctor/DD015', 'droast/DF032'],
  },
  {
    programs: /^node$/,
    setting: 'NODE_ENV=production',
    unless: { variables: ['NODE_ENV'], options: /^--(?:watch|inspect)/ },
    reason: 'Frameworks run in development mode, slower and with more to see, unless NODE_ENV says production',
    aliases: ['dockerfile-doctor/DD067'],
  },
  {
    programs: /^java$/,
    setting: 'JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0',
    unless: {
      variables: ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_OPTS', 'JAVA_OPTIONS'],
      options: /^-X(?:mx|X:(?:Max|Initial)RAM|X:MaxHeap)|\$|^@/,
    },
    reason: "The JVM uses only a quarter of the container's memory for its heap unless told otherwise",
    aliases: ['dockerfile-doctor/DD068'],
  },
];

const frontend = 'DEBIAN_FRONTEND';

export default dockerfileRule({
  id: 'runtime-environment',
  category: 'reliability',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Tell programs that they run in a container',
  why: 'Some defaults are made for people at a terminal. Python holds its output back when nobody watches, so that logs come late or not at all; Node.js frameworks take the absence of `NODE_ENV` for a developer at work; the JVM leaves three quarters of the memory unused; `apt-get` may stop to ask about a time zone. An environment variable each says otherwise. Programs that are configured elsewhere need none of it, so this is heard under the preset `all` alone.',
  aliases: [...advices.flatMap(({ aliases }) => aliases), 'dockerfile-doctor/DD035'],
  fix: 'suggested',
  fixing:
    'Sets the variable above the command that needs it. For apt it is an `ARG`, which does not stay in the image.',
  references: [
    'https://docs.python.org/3/using/cmdline.html#envvar-PYTHONUNBUFFERED',
    'https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production',
    'https://docs.docker.com/engine/faq/#why-is-debian_frontendnoninteractive-discouraged-in-dockerfiles',
  ],
  examples: [
    {
      bad: 'FROM python:3.14-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      fixed: 'FROM python:3.14-slim\nCOPY app.py .\nENV PYTHONUNBUFFERED=1\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM node:24-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24-slim\nCOPY . .\nENV NODE_ENV=production\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM eclipse-temurin:25-jre\nCOPY app.jar .\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
      fixed:
        'FROM eclipse-temurin:25-jre\nCOPY app.jar .\nENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y tzdata\n',
      fixed: 'FROM debian:13\nARG DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y tzdata\n',
    },
    { good: 'FROM python:3.14-slim\nCMD ["python", "-u", "app.py"]\n' },
    { good: 'FROM debian:13\nCMD ["python3"]\n', note: 'A prompt for people.' },
    { good: 'FROM debian:13\nRUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata\n' },
  ],
  check({ dockerfile, report }) {
    const { finalStage } = dockerfile;
    for (const command of startCommands(finalStage)) {
      const advice = advices.find(
        ({ programs, unless }) => programs.test(command.name) && !isTold(finalStage, command, unless),
      );
      const start = startOf(finalStage);
      // Without an argument it is a prompt for people.
      if (!advice || !start || command.arguments.length === 0) continue;
      report(wordOf(command), `${advice.reason}: set ${advice.setting}`)
        .as(...advice.aliases)
        .fix(`Set ${advice.setting}`, () => [insertAbove(dockerfile, start, [`ENV ${advice.setting}`])]);
      break;
    }
    checkApt(dockerfile, (span, message, fixed) => {
      report(span, message)
        .as('dockerfile-doctor/DD035')
        .fix(`Set ${frontend} while building`, () => [
          insertAbove(dockerfile, fixed, [`ARG ${frontend}=noninteractive`]),
        ]);
    });
  },
});

/** Whether the variable is set, or an option says the same. */
function isTold(stage: Stage, command: ShellCommand, { variables, options }: Advice['unless']): boolean {
  const isSet = variables.some((name) => stage.scope.find(name, Number.POSITIVE_INFINITY));
  return (
    isSet ||
    command.arguments.some(({ text }) => options.test(text)) ||
    variables.some((name) => command.assignments.some(({ text }) => text.startsWith(`${name}=`)))
  );
}

/** The command that starts the container, if the stage has it itself: a variable is set above it. */
function startOf(stage: Stage): Instruction | undefined {
  return stage.instructions.find(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
}

function wordOf(command: ShellCommand): Span {
  return command.words[0]?.span ?? command.span;
}

/** Calls back for the first install with apt in each stage that may stop to ask. */
function checkApt({ stages }: Dockerfile, found: (span: Span, message: string, above: Instruction) => void): void {
  for (const stage of stages) {
    for (const run of stage.own('RUN')) {
      const action = run.packageActions.find(({ manager, kind }) => manager.id === 'apt' && kind === 'install');
      if (!action) continue;
      const isSet = stage.scope.find(frontend, run.span.start) || run.script?.variables.set.has(frontend);
      const isWrapped = action.command.allWords.some(({ text }) => text.startsWith(`${frontend}=`));
      if (!isSet && !isWrapped) {
        found(
          wordOf(action.command),
          `apt may stop to ask while packages are set up: set ${frontend}=noninteractive`,
          run,
        );
      }
      break;
    }
  }
}
