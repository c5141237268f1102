import { type Built, Refusal } from '../../core/fix.ts';
import { Notes } from '../../core/notes.ts';
import { insertCommandBefore, removeArgument } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertFlag } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { leftBuildTools } from '../../shell/build-tools.ts';
import type { PackageAction, PackageManager } from '../../shell/package-managers/index.ts';
import type { Step } from '../../shell/script.ts';
import { remove, type TextEdit } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'use-cache-mount',
  category: 'build-speed',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Keep package downloads between builds in a cache mount',
  why: 'When one dependency changes, the whole install runs again and downloads everything anew. With `RUN --mount=type=cache` the downloads stay on the build machine from one build to the next, in no layer, so that only what changed is fetched. Needs BuildKit, the default builder since Docker 23.',
  lesson: 'fast-builds',
  aliases: [
    'tally/prefer-package-cache-mounts',
    'tally/ruby/prefer-bundler-cache-mount',
    'tally/js/node-gyp-cache-mounts',
  ],
  fix: 'suggested',
  fixing:
    "Adds the mounts of the package manager's cache, for root. For Go, Maven, Gradle, Cargo and NuGet, whose builds read packages out of the cache, every RUN of the stage that uses the tool gets them. What contradicts a cache goes: `--no-cache`, `--no-cache-dir`, deleting apt's lists. Refused for other users than root, whose cache lies elsewhere.",
  references: ['https://docs.docker.com/build/cache/optimize/#use-cache-mounts'],
  examples: [
    {
      bad: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
      fixed: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
    },
    {
      bad: 'FROM python:3.14\nRUN pip install --no-cache-dir -r requirements.txt\n',
      fixed: 'FROM python:3.14\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    {
      bad: 'FROM golang:1.27 AS build\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\n',
      fixed:
        'FROM golang:1.27 AS build\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app .\n',
    },
    {
      bad: 'FROM debian:13\nRUN true && apt-get clean && apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/* && rm -rf "$BUILD_DIR"\n',
      fixed:
        'FROM debian:13\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked true && rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y curl && rm -rf "$BUILD_DIR"\n',
      note: 'What would empty the cache goes; what else is deleted stays.',
    },
    {
      bad: 'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
      fixed:
        'FROM debian:13\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked <<EOF\nset -e\nrm -f /etc/apt/apt.conf.d/docker-clean && apt-get update\napt-get install -y curl\nEOF\n',
    },
    {
      bad: 'FROM node:24\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y g++ make\nRUN npm ci\n',
      fixed:
        'FROM node:24\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y g++ make\nRUN --mount=type=cache,target=/root/.npm --mount=type=cache,target=/root/.cache/node-gyp npm ci\n',
      note: 'Where there is a compiler, addons are compiled, and node-gyp keeps the headers it downloads.',
    },
    { good: 'FROM node:24\nRUN --mount=type=cache,target=/root/.npm npm ci\n' },
    {
      good: 'FROM composer:2.10\nRUN --mount=type=cache,target=/tmp/cache composer install\nFROM node:24\nRUN --mount=type=cache,target=/root/.yarn/berry/cache yarn install --immutable\n',
      note: 'The image of Composer keeps its cache in /tmp, and so does Yarn since version 2 in a folder of its own.',
    },
  ],
  check({ dockerfile, report }) {
    const told = new Set<string>();
    for (const run of dockerfile.instructions('RUN')) {
      const action = run.packageActions.find((one) => lacksMount(run, one));
      const manager = action?.manager;
      if (!action || !manager?.cache) continue;
      // A cache that is read later is mounted in all of the stage at once, so it is asked for once.
      const key = `${run.stage.index} ${manager.id}`;
      if (manager.cache.isStore && told.has(key)) continue;
      told.add(key);
      const folders = [...manager.cache.folders, ...(compilesAddons(run, manager) ? [addonHeaders] : [])].join(' and ');
      report(
        action.command.span,
        `${manager.name} downloads everything again whenever this RUN changes: keep ${folders} in a cache mount`,
      ).fix(`Add a cache mount for ${manager.name}`, () => mount(dockerfile, run, manager));
    }
  },
});

function lacksMount(run: RunInstruction, { manager, kind }: PackageAction): boolean {
  const downloads =
    kind === 'install' || kind === 'dependencies' || (kind === 'build' && manager.cache?.isStore === true);
  const { folders = [], elsewhere = [] } = manager.cache ?? {};
  return downloads && folders.length > 0 && !run.mountsOver([...folders, ...elsewhere]) && !run.onbuild;
}

/** Where node-gyp keeps the headers of Node.js that it downloads to compile addons (its README, `--devdir`). */
const addonHeaders = '/root/.cache/node-gyp';

/** Whether an install of Node.js packages is likely to compile: the stage installs a compiler for it. */
function compilesAddons(run: RunInstruction, { project }: PackageManager): boolean {
  if (!project?.manifests.includes('package.json')) return false;
  const known = withCompiler.get(run.stage);
  if (known !== undefined) return known;
  const has = run.stage.own('RUN').some((one) => leftBuildTools(one.packageActions).length > 0);
  withCompiler.set(run.stage, has);
  return has;
}

/** Whether stages install a compiler, so that not every install of packages has to look. */
const withCompiler = new Notes<Stage, boolean>();

function mount(dockerfile: Dockerfile, run: RunInstruction, manager: PackageManager): Built {
  const { cache } = manager;
  const user = run.stage.userAt(run.span.start);
  if (!cache || !user.isRoot) return new Refusal('It does not run as root, so the cache lies elsewhere.');
  if (run.form.kind === 'exec') return new Refusal('The RUN is in the exec form.');
  const sharing = cache.isExclusive ? ',sharing=locked' : '';
  const folders = [...cache.folders, ...(compilesAddons(run, manager) ? [addonHeaders] : [])];
  const flags = folders.map((folder) => `--mount=type=cache,target=${folder}${sharing}`).join(' ');
  const runs = cache.isStore
    ? run.stage
        .own('RUN')
        .filter((other) => other.packageActions.some((one) => one.manager === manager && lacksMount(other, one)))
    : [run];
  const edits: TextEdit[] = [];
  for (const one of runs) {
    edits.push(insertFlag(one, flags));
    for (const edit of withoutContradictions(dockerfile, one, manager)) {
      if (edit instanceof Refusal) return edit;
      edits.push(edit);
    }
  }
  return edits;
}

/** The edits that remove what would empty the cache again, or keep it from being filled. */
function withoutContradictions(
  dockerfile: Dockerfile,
  run: RunInstruction,
  manager: PackageManager,
): readonly (TextEdit | Refusal)[] {
  const options = (manager.cache?.leftovers ?? []).flatMap(({ option }) => option ?? []);
  const own = run.packageActions.filter((one) => one.manager === manager).map(({ command }) => command);
  const edits = own.flatMap<TextEdit | Refusal>((command) => {
    const word = options.length > 0 ? command.option(...options) : undefined;
    return word ? [removeArgument(dockerfile, command, word)] : [];
  });
  const steps = run.script?.steps ?? [];
  const emptying = steps.filter((step, index) => isRemovable(dockerfile, steps, index) && empties(step, run, manager));
  for (const step of emptying) {
    const previous = steps[steps.indexOf(step) - 1] as Step;
    edits.push(remove({ start: previous.span.end, end: step.span.end }));
  }
  // Debian's images delete every downloaded package at once, unless this file is gone.
  const first = own.find((command) => !emptying.some((step) => step.command === command));
  if (manager.id === 'apt' && first) edits.push(insertCommandBefore(first, 'rm -f /etc/apt/apt.conf.d/docker-clean'));
  return edits;
}

/** Whether a step can go without a word: nothing depends on how it ends, and nothing stands between it and the one before. */
function isRemovable({ text }: Dockerfile, steps: readonly Step[], index: number): boolean {
  const [previous, step, next] = [steps[index - 1], steps[index], steps[index + 1]];
  if (!previous || !step || step.background) return false;
  if (step.joiner === '&&') return true;
  const isOnItsOwn = step.joiner === ';' && (!next || next.joiner === ';');
  return isOnItsOwn && /^[;\s]*$/.test(text.slice(previous.span.end, step.span.start));
}

/** Whether all that a step does is to empty the cache of a package manager. */
function empties({ command }: Step, run: RunInstruction, manager: PackageManager): boolean {
  if (!command) return false;
  if (command.name !== 'rm')
    return run.packageActions.some((one) => one.kind === 'clean' && one.manager === manager && one.command === command);
  const folders = (manager.cache?.leftovers ?? []).flatMap((one) => one.folders);
  const removed = command.operandWords().map(({ value }) => value);
  return (
    removed.length > 0 &&
    removed.every(
      (path) => path !== undefined && folders.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    )
  );
}
