import { freeStageName, renameStage } from '../../dockerfile/stage-edits.ts';
import { dockerfileRule } from '../define.ts';

/** Names that mean something else where a stage is referred to (BuildKit v0.32, dockerfile2llb/validations.go). */
const reserved: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
};

export default dockerfileRule({
  id: 'reserved-stage-name',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not name a stage "scratch" or "context"',
  why: '`scratch` is the empty image and `context` the files that a build is given. A stage of such a name takes its place in every line below, so that `FROM scratch` is no longer empty, and builders reserve these names.',
  aliases: ['hadolint/DL3063', 'buildkit/ReservedStageName'],
  fix: 'manual',
  fixing:
    'Renames the stage and everything that names it. Look at each `FROM scratch`: most likely the empty image was meant.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  examples: [
    {
      bad: 'FROM alpine:3.22 AS context\nCOPY . .\nFROM alpine:3.22\nCOPY --from=context /app /app\n',
      fixed: 'FROM alpine:3.22 AS context-stage\nCOPY . .\nFROM alpine:3.22\nCOPY --from=context-stage /app /app\n',
    },
    { good: 'FROM alpine:3.22 AS sources\nCOPY . .\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages) {
      const word = stage.from?.stageName;
      const { name = '' } = stage;
      if (!word || !Object.hasOwn(reserved, name)) continue;
      report(word.span, `"${name}" is reserved for ${reserved[name]}: give the stage another name`).fix(
        'Give it another name',
        () => renameStage(dockerfile, stage, freeStageName(dockerfile, `${name}-stage`)),
      );
    }
  },
});
