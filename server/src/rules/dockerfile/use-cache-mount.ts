import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertFlag } from '../../dockerfile/edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { PackageAction, PackageManager } from '../../shell/package-managers/index.ts';
import { insert, remove, type TextEdit } from '../../text/edit.ts';
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
  aliases: [],
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
    { good: 'FROM node:24\nRUN --mount=type=cache,target=/root/.npm npm ci\n' },
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
      const folders = manager.cache.folders.join(' and ');
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
  return downloads && manager.cache !== undefined && !run.mountsOver(manager.cache.folders) && !run.onbuild;
}

function mount(dockerfile: Dockerfile, run: RunInstruction, manager: PackageManager): Built {
  const { cache } = manager;
  const user = run.stage.userAt(run.span.start);
  if (!cache || !user.isRoot) return new Refusal('It does not run as root, so the cache lies elsewhere.');
  if (run.form.kind === 'exec') return new Refusal('The RUN is in the exec form.');
  const sharing = cache.isExclusive ? ',sharing=locked' : '';
  const flags = cache.folders.map((folder) => `--mount=type=cache,target=${folder}${sharing}`).join(' ');
  const runs = cache.isStore
    ? run.stage
        .own('RUN')
        .filter((other) => other.packageActions.some((one) => one.manager === manager && lacksMount(other, one)))
    : [run];
  return runs.flatMap((one) => [insertFlag(one, flags), ...withoutContradictions(dockerfile, one, manager)]);
}

/** The edits that remove what would empty the cache again, or keep it from being filled. */
function withoutContradictions({ text }: Dockerfile, run: RunInstruction, manager: PackageManager): TextEdit[] {
  const leftovers = manager.cache?.leftovers;
  const own = run.packageActions.filter((one) => one.manager === manager);
  const options = own.flatMap(({ command }) => (leftovers?.option && command.option(leftovers.option)) || []);
  const edits = options.map(({ span }) => {
    const blanks = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
    return remove({ start: span.start - blanks, end: span.end });
  });
  // Debian's images delete every downloaded package at once, unless this file is gone.
  if (manager.id === 'apt' && own[0])
    edits.push(insert(own[0].command.span.start, 'rm -f /etc/apt/apt.conf.d/docker-clean && '));
  const steps = run.script?.steps ?? [];
  steps.forEach((step, index) => {
    const command = step.command;
    const deletes =
      command?.name === 'rm' &&
      command.operands.every((path) => leftovers?.folders.some((folder) => path.startsWith(folder)));
    const cleans = own.some((one) => one.kind === 'clean' && one.command === command);
    const previous = steps[index - 1];
    if ((deletes || cleans) && previous && step.joiner === '&&') {
      edits.push(remove({ start: previous.span.end, end: step.span.end }));
    }
  });
  return edits;
}
