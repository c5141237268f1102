import { renameStage } from '../../dockerfile/stage-edits.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'lowercase-stage-name',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name stages in lower case',
  why: 'Builders keep names of stages in lower case, whatever the file says. `COPY --from=Build` finds the stage all the same, `FROM Build` does not: it is taken for an image, whose name may not have capitals. Lower case works everywhere.',
  aliases: ['buildkit/StageNameCasing', 'dockerfile-doctor/DD051'],
  fix: 'safe',
  fixing:
    'Renames the stage and everything that names it: `FROM`, `COPY --from` and `RUN --mount=from=`. Refused where a variable names it.',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  examples: [
    {
      bad: 'FROM golang:1.26 AS Build\nRUN make\nFROM scratch\nCOPY --from=Build /app /app\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    { good: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages) {
      const name = stage.from?.stageName;
      const wanted = stage.name;
      if (!name || wanted === undefined || name.text === wanted) continue;
      report(
        name.span,
        `The stage name "${name.text}" has capitals, which FROM does not find: name it "${wanted}"`,
      ).fix(`Rename to ${wanted}`, () => renameStage(dockerfile, stage, wanted));
    }
  },
});
