import { isMigration } from '../../shell/migrations.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import type { Process } from '../../workspace/processes/process.ts';
import { startScriptRule } from '../define-start-script.ts';

export default startScriptRule({
  id: 'work-before-start',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Start a container with nothing left to install or to migrate',
  why: 'A container that installs packages when it starts needs the network and root, starts slowly, and is another one each time: what it needs belongs into the image. Migrations of a database at the start of each container run as often as there are replicas, at the same time, and a new version that does not come up leaves the database changed: a Job, an init container or a step of the deployment runs them once.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'none',
  references: ['https://12factor.net/build-release-run', 'https://12factor.net/admin-processes'],
  examples: [
    {
      bad: 'FROM node:24\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nnpm install\nexec node server.js\n' },
    },
    {
      bad: 'FROM python:3.14\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\npython manage.py migrate\nexec gunicorn app\n' },
    },
    { bad: 'FROM ruby:3.4\nCMD ["sh", "-c", "bundle exec rails db:migrate && exec bundle exec puma"]\n' },
    {
      good: 'FROM node:24\nRUN npm ci\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nexec node server.js\n' },
    },
  ],
  judge(one, tell) {
    for (const child of one.process.children) {
      const work = workOf(child);
      if (child.run && work !== undefined) tell(child.run, `${one.script.file ? one.name : 'The container'} ${work}`);
    }
  },
});

function workOf({ command }: Process): string | undefined {
  if (!command) return undefined;
  if (isMigration(command)) {
    return 'migrates the database whenever a container starts, once for each replica: run the migration as a Job, or before the deployment';
  }
  const kind = packageAction(command)?.kind;
  return kind === 'install' || kind === 'dependencies'
    ? `installs packages with ${command.name} whenever a container starts, which takes time and the network: install them with RUN`
    : undefined;
}
