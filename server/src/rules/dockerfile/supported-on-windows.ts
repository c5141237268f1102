import { removeFlag, removeInstruction } from '../../dockerfile/edits.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'supported-on-windows',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave out what does nothing in Windows images',
  why: 'Windows knows neither numeric owners nor signals: `--chown` and STOPSIGNAL are accepted and have no effect. Mounts of type `tmpfs`, of SSH agents and of secrets as files need a file system in memory, which Windows containers do not have, so that the build fails when it comes to them, after the large base image has been fetched. Mounts of caches and folders work (BuildKit 0.32 tests them).',
  aliases: ['tally/windows/no-chown-flag', 'tally/windows/no-stopsignal', 'tally/windows/no-run-mounts'],
  fix: 'safe',
  fixing: 'Removes the flag or the instruction that has no effect. What a mount was for is yours to solve.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  examples: [
    {
      bad: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCOPY --chown=app:app app C:/app\nSTOPSIGNAL SIGTERM\nCMD ["C:/app/app.exe"]\n',
      fixed: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nCOPY app C:/app\nCMD ["C:/app/app.exe"]\n',
    },
    {
      bad: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nRUN --mount=type=tmpfs,target=C:/temp build.cmd\n',
    },
    { good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN --mount=type=cache,target=C:/cache build.cmd\n' },
    { good: 'FROM debian:13\nCOPY --chown=app:app app /app\nSTOPSIGNAL SIGINT\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages.filter(({ isWindows }) => isWindows)) {
      for (const copy of [...stage.own('COPY'), ...stage.own('ADD')]) {
        const flag = copy.flag('chown');
        if (!flag) continue;
        report(flag.span, '--chown has no effect in a Windows image: remove it')
          .as('tally/windows/no-chown-flag')
          .tag('unnecessary')
          .fix('Remove --chown', () => {
            const edit = removeFlag(copy, flag);
            return 'span' in edit ? [edit] : edit;
          });
      }
      for (const signal of stage.own('STOPSIGNAL')) {
        report(signal.lineSpan, 'STOPSIGNAL has no effect in a Windows image: remove it')
          .as('tally/windows/no-stopsignal')
          .tag('unnecessary')
          .fix('Remove STOPSIGNAL', () => [removeInstruction(dockerfile, signal)]);
      }
      for (const { type, flag } of stage.own('RUN').flatMap(({ mounts }) => mounts)) {
        const isFile = type === 'secret' && !flag.options.some(({ key }) => key === 'env');
        if (type !== 'tmpfs' && type !== 'ssh' && !isFile) continue;
        report(flag.span, `Windows containers have no mounts of type ${type}, so the build fails here: do without`).as(
          'tally/windows/no-run-mounts',
        );
      }
    }
  },
});
