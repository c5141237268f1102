import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { presets } from '../core/preset.ts';
import { severities } from '../core/severity.ts';
import { isValidReference, whyInvalid } from '../image/reference.ts';
import { kubernetesVersionAdvice, readKubernetesVersion } from '../kubernetes/version.ts';
import { registry } from '../rules/index.ts';
import { languages } from '../workspace/project/project.ts';
import { type CacheRequest, cache, cacheFormats } from './commands/cache.ts';
import { completionScript, type Shell, shells } from './commands/completion.ts';
import { explainImages } from './commands/images.ts';
import { type InitRequest, init } from './commands/init.ts';
import { type LintRequest, lint } from './commands/lint.ts';
import type { PinRequest } from './commands/pin.ts';
import { explainProcesses } from './commands/processes.ts';
import { explain, rulesJson, rulesMarkdown, rulesText } from './commands/rules.ts';
import { formats } from './formats/index.ts';
import { helpBelow } from './help.ts';
import type { Surroundings } from './surroundings.ts';

/** What the language server is started with: it lives in a bundle of its own, loaded only when asked for. */
export type StartServer = () => Promise<void>;

/** Starts the server for language models, for the files of some folders: a bundle of its own as well. */
export type ServeTools = (folders: readonly string[]) => Promise<void>;

/** Runs the command line. Returns the exit status: 0 all well, 1 findings, 2 bad usage or unreadable input. */
export async function main(
  argv: readonly string[],
  around: Surroundings,
  startServer: StartServer,
  serveTools: ServeTools,
): Promise<number> {
  let status = 0;
  const program = new Command('seaworthy')
    .description('Dockerfiles and Kubernetes manifests that are fit to run')
    .version(around.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text.replace(/^error: /, 'seaworthy: ')),
    })
    .exitOverride();

  program
    .command('lint')
    .description('check files and folders; the current folder when none is named')
    .argument('[path...]', 'files or folders')
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('pretty'))
    .option('--fix', 'apply the safe fixes', false)
    .option('--fix-suggested', 'apply the safe and the suggested fixes', false)
    .option('--shellcheck', 'ask ShellCheck about the scripts in RUN, where it is installed', false)
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 for findings this severe or more')
        .choices(severities.filter((severity) => severity !== 'hint'))
        .default('warning'),
    )
    .addOption(new Option('--preset <preset>', 'which rules speak').choices(presets))
    .option('--kubernetes-version <version>', 'the version the manifests are meant for', kubernetesVersion)
    .option('--config <file>', 'use this configuration file and look for no other')
    .option('--no-config', 'use no configuration file')
    .option('--stdin-filename <file>', 'check standard input as if it were this file')
    .option('--jobs <number>', 'how many threads look at files; as many as pay otherwise', jobs)
    .option('--cache', 'keep what was found, and look anew only at what has changed since')
    .addOption(new Option('--cache-location <file>', 'the file to keep it in, and use it').implies({ cache: true }))
    .addOption(
      new Option('--changed-since <revision>', 'only what is on lines changed since a revision of git').conflicts([
        'fix',
        'fixSuggested',
        'stdinFilename',
      ]),
    )
    .option('--baseline <file>', 'leave out the findings that are known there')
    .addOption(
      new Option('--write-baseline <file>', 'write down what is found as known, and exit with 0').conflicts([
        'baseline',
        'changedSince',
        'stdinFilename',
      ]),
    )
    .action(async (paths: string[], options: Omit<LintRequest, 'paths'>) => {
      status = await lint({ ...options, paths }, around);
    });

  program
    .command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'))
    .action(({ format }: { format: string }) => {
      around.stdout.write(format === 'json' ? rulesJson() : format === 'markdown' ? rulesMarkdown() : rulesText());
    });

  program
    .command('explain')
    .description("print a rule's documentation, what a container starts, or what builds which image")
    .argument(
      '[rule]',
      "a rule's id, or another tool's name for it, such as DL3006; with --processes, a Dockerfile or a manifest; with --images, a folder, or else the current one",
    )
    .option(
      '--processes',
      'print what the containers of a Dockerfile or manifest start, followed into their scripts',
      false,
    )
    .option('--images', 'print which Dockerfile builds which image of a folder, who runs it, and what says so', false)
    .action(async (name: string | undefined, { processes, images }: { processes: boolean; images: boolean }) => {
      if (images && !processes) {
        status = await explainImages(name ?? '.', around);
        return;
      }
      if (name === undefined) {
        around.stderr.write(`seaworthy: say ${processes ? 'of which Dockerfile or manifest' : 'which rule'}\n`);
        status = 2;
        return;
      }
      if (processes) {
        status = await explainProcesses(name, around);
        return;
      }
      const page = explain(name);
      if (page === undefined) around.stderr.write(`seaworthy: there is no rule "${name}"\n`);
      else around.stdout.write(page);
      status = page === undefined ? 2 : 0;
    });

  program
    .command('cache')
    .description('replay the last commits and print how often each instruction of a Dockerfile would have run again')
    .argument('[path]', 'a Dockerfile, or a folder with some', '.')
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(cacheFormats)).default('pretty'))
    .option('--target <stage>', 'the stage that is built; the last one otherwise')
    .action(async (given: string, options: CacheRequest) => {
      status = await cache(given, options, around);
    });

  program
    .command('init')
    .description(
      'write Dockerfile, .dockerignore and manifests for a folder, or manifests for the image of a Dockerfile',
    )
    .argument('[path]', 'a folder, or a Dockerfile', '.')
    .option('--kubernetes', 'write a Deployment and what belongs to it as well', false)
    .addOption(
      new Option('--language <language>', 'which project is meant, where the folder holds several').choices(languages),
    )
    .option('--image <name>', 'what the image is called, with its tag', imageName)
    .option('--dry-run', 'print the files and write none', false)
    .action(async (given: string, options: InitRequest) => {
      status = await init(given, options, around);
    });

  program
    .command('completion')
    .description('print a script that completes this command line in a shell')
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(shells))
    .action((shell: Shell) => {
      const words = { explain: registry.rules.map(({ meta }) => meta.id) };
      around.stdout.write(completionScript(shell, program, words));
    });

  program
    .command('pin')
    .description('write the digests of images behind their tags, asking their registries over the network')
    .argument('[path...]', 'files or folders; the current folder when none is named')
    .option('--refresh', 'also ask about images with a digest, and write it anew where the tag has moved on', false)
    .addOption(
      new Option('--check', 'write nothing; exit with 1 when an image has no digest, or its tag has moved on')
        .default(false)
        .conflicts(['refresh', 'dryRun']),
    )
    .option('--dry-run', 'write nothing; print what would be written', false)
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .option('--config <file>', 'use this configuration file and look for no other')
    .option('--no-config', 'use no configuration file')
    .action(async (paths: string[], options: Omit<PinRequest, 'paths'>) => {
      // Nothing else asks the network; what it takes is loaded for this alone.
      const { pin } = await import('./commands/pin.ts');
      status = await pin({ ...options, paths }, around);
    });

  program
    .command('lsp')
    .description('run the language server')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(startServer);

  program
    .command('mcp')
    .description('offer checking, explaining and fixing to language models, over the Model Context Protocol')
    .argument('[folder...]', 'the folders whose files may be read; the current one when none is named')
    .action((folders: string[]) => serveTools(folders.length > 0 ? folders : ['.']));

  for (const command of [program, ...program.commands]) command.addHelpText('after', helpBelow(command.name()));

  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function imageName(text: string): string {
  if (!isValidReference(text)) throw new InvalidArgumentError(`${text} is not an image: ${whyInvalid(text)}`);
  return text;
}

function kubernetesVersion(text: string): string {
  const version = readKubernetesVersion(text);
  if (version === undefined) throw new InvalidArgumentError(kubernetesVersionAdvice);
  return version;
}

/** More threads than this are a slip of the hand. */
const mostJobs = 64;

function jobs(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > mostJobs) throw new InvalidArgumentError(`It is a number from 1 to ${mostJobs}.`);
  return count;
}
