import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { freeStageName, renameStage } from '../../dockerfile/stage-edits.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'unique-stage-name',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give each stage a name of its own',
  why: 'When two stages share a name, `COPY --from` and `--target` silently mean the last of them, and a `FROM` the last one above it. The other is hardly ever built, and changes to it have no effect.',
  aliases: [
    'hadolint/DL3024',
    'buildkit/DuplicateStageName',
    'trivy/DS-0012',
    'checkov/CKV_DOCKER_11',
    'kics/Same Alias In Different Froms',
    'droast/DF042',
    'dockerfile-utils/DUPLICATE_BUILD_STAGE_NAME',
  ],
  fix: 'manual',
  fixing:
    'Gives the later stage another name, and writes it wherever that stage is meant: the build stays as it is. Look whether the first one was meant.',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  examples: [
    {
      bad: 'FROM golang:1.26 AS build\nRUN make server\nFROM node:24 AS build\nRUN npm ci\nFROM scratch\nCOPY --from=build /app /app\n',
      fixed:
        'FROM golang:1.26 AS build\nRUN make server\nFROM node:24 AS build-2\nRUN npm ci\nFROM scratch\nCOPY --from=build-2 /app /app\n',
    },
    { good: 'FROM golang:1.26 AS server\nRUN make server\nFROM node:24 AS client\nRUN npm ci\n' },
  ],
  check({ dockerfile, report }) {
    const first = new Map<string, Stage>();
    for (const stage of dockerfile.stages) {
      const name = stage.from?.stageName;
      if (!name || stage.name === undefined) continue;
      const earlier = first.get(stage.name);
      if (!earlier?.from?.stageName) {
        first.set(stage.name, stage);
        continue;
      }
      report(name.span, `Two stages are named "${stage.name}", and only the last is found: give each a name of its own`)
        .relate(earlier.from.stageName.span, 'The name is taken here')
        .fix('Give it another name', () => renameStage(dockerfile, stage, nameFor(dockerfile, stage)));
    }
  },
});

function nameFor(dockerfile: Dockerfile, { name = 'stage' }: Stage): string {
  return freeStageName(dockerfile, name);
}
