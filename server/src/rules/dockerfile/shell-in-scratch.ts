import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'shell-in-scratch',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not run shell commands in an empty image',
  why: 'The shell form of `RUN` starts `/bin/sh`, and an image that starts from `scratch` has none until something puts it there. The build fails with "exec: /bin/sh: no such file or directory". Do the work in an earlier stage, and copy what comes of it.',
  aliases: ['tally/shell-run-in-scratch'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch'],
  examples: [
    { bad: 'FROM scratch\nRUN mkdir /data\nCOPY app /app\n' },
    { good: 'FROM scratch\nADD rootfs.tar.xz /\nRUN ldconfig\n', note: 'What is added may bring a shell.' },
    { good: 'FROM scratch\nCOPY app /app\nRUN ["/app", "init"]\n', note: 'The exec form needs no shell.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if (run.onbuild || !run.stage.isFromScratch || run.form.kind !== 'shell' || mayFindShell(run)) continue;
      report(run.keywordSpan, 'There is no shell in an image that starts from scratch: run this in an earlier stage');
    }
  },
});

/** Whether something before a RUN may have brought a shell: files, a mount, or the choice of another shell. */
function mayFindShell(run: RunInstruction): boolean {
  if (run.mounts.length > 0) return true;
  return run.stage.lineage.some(({ instructions }) =>
    instructions.some(
      ({ keyword, span }) =>
        ['ADD', 'COPY', 'SHELL'].includes(keyword) && (span.end <= run.span.start || keyword === 'SHELL'),
    ),
  );
}
