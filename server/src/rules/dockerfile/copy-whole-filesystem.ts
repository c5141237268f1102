import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-whole-filesystem',
  category: 'image-size',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Copy what is needed from another stage, not all of it',
  why: '`COPY --from=build / /` brings the whole build environment along, compilers, caches and secrets included, and lays it over the files of this image. What a second stage is there for is then lost. Name the files that the image needs. Images that hold nothing but what is meant to be copied, such as `tonistiigi/xx`, are mentioned under the preset `all` only.',
  aliases: ['hadolint/DL3067', 'droast/DF026'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  examples: [
    { bad: 'FROM golang:1.26 AS build\nRUN make\nFROM alpine:3.22\nCOPY --from=build / /\n' },
    {
      bad: 'FROM debian:13 AS system\nRUN make-system\nFROM scratch\nCOPY --from=system / /\n',
      note: 'This makes one layer of many, which is sometimes meant: an information, under the preset `all`.',
      preset: 'all',
    },
    { good: 'FROM golang:1.26 AS build\nRUN make\nFROM alpine:3.22\nCOPY --from=build /app /app\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of dockerfile.instructions('COPY')) {
      const { from, sources, destination, stage } = copy;
      if (!from || !destination || unquoted(destination.text) !== '/') continue;
      const root = sources.find(({ text }) => unquoted(text) === '/');
      if (!root) continue;
      const finding = report(
        root.span,
        `All files of "${from.text}" are laid over those of this image: name those that it needs`,
      );
      const source = dockerfile.stageReferredTo(from.text, stage);
      const isBuilt = source?.lineage.some((one) => one.own('RUN').length > 0) ?? false;
      if (stage.isFromScratch || !isBuilt) finding.grade('info').onlyIn('all');
    }
  },
});

function unquoted(path: string): string {
  return path.replace(/^(["'])(.*)\1$/, '$2');
}
