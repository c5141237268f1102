import { Refusal } from '../../core/fix.ts';
import { listeningOf } from '../../dockerfile/listening.ts';
import { insertBeforeStart } from '../../dockerfile/stage-edits.ts';
import { startsShell } from '../../image/equipment.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'expose-listening-port',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say with EXPOSE on which port the server listens',
  why: 'EXPOSE opens nothing: it is how an image tells people and tools (`docker run -P`, proxies, IDEs) on which port it serves. Asked for only where the command line names a port, and nothing is exposed.',
  lesson: 'contracts',
  aliases: ['droast/DF022', 'dockerfile_lint/required'],
  fix: 'suggested',
  fixing: 'Adds EXPOSE with the port before the command.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  examples: [
    {
      bad: 'FROM python:3.14\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
      fixed: 'FROM python:3.14\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
    },
    {
      bad: 'FROM python:3.14\nCMD ["gunicorn", "-b", ":8000", "app"]\n',
      fixed: 'FROM python:3.14\nEXPOSE 8000\nCMD ["gunicorn", "-b", ":8000", "app"]\n',
    },
    {
      bad: 'FROM python:3.14\nENTRYPOINT ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
      fixed: 'FROM python:3.14\nEXPOSE 8000\nENTRYPOINT ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
    },
    { good: 'FROM python:3.14\nEXPOSE 8000\nCMD ["gunicorn", "-b", ":8000", "app"]\n' },
    { good: 'FROM python:3.14\nCMD ["gunicorn", "-b", "127.0.0.1:8000", "app"]\n', note: 'For itself only.' },
    {
      good: 'FROM ghcr.io/acme/web:1.0\nCMD ["gunicorn", "-b", ":8000", "app"]\n',
      note: 'The base image may expose it.',
    },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage;
    const image = stage.rootImage?.reference;
    if (stage.last('EXPOSE') || !(stage.isFromScratch || (image && startsShell(image)))) return;
    const found = listeningOf(stage);
    if (!found) return;
    report(
      found.command.span,
      `The server listens on port ${found.port}, which nothing says: add EXPOSE ${found.port}`,
    ).fix(`Add EXPOSE ${found.port}`, () => {
      const edit = insertBeforeStart(dockerfile, stage, [`EXPOSE ${found.port}`]);
      return edit ? [edit] : new Refusal('The stage is empty.');
    });
  },
});
