import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { jobCount } from '../../server/src/cli/jobs/count.ts';
import { Team, type ToldFile } from '../../server/src/cli/jobs/team.ts';
import { Looker, type LookRequest } from '../../server/src/cli/looker.ts';
import { Notes } from '../../server/src/cli/notes.ts';
import type { Surroundings } from '../../server/src/cli/surroundings.ts';
import { dist } from '../support/built.ts';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();

const service = (name: string, selected: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${selected}}
  ports: [{port: 80}]
`;

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: app, image: "example.com/${name}"}]
`;

/** Files of all sorts, of which some say something about others, and some cannot be read. */
function writeTree(): void {
  const apps = Array.from({ length: 12 }, (_, index) => index);
  desk.write({
    'skaffold.yaml': `apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n${apps.map((app) => `    - image: example.com/app${app}\n      context: app${app}\n`).join('')}`,
    'broken/.seaworthy.yaml': 'extends: none at all\n',
    'broken/Dockerfile': 'FROM alpine\n',
    'broken/other/Dockerfile': 'FROM alpine\nRUN apt-get install curl\n',
    'binary/Dockerfile': Uint8Array.from([0, 1, 2]),
    'values.yaml': 'a: 1\n',
    'notes.txt': 'nothing\n',
  });
  for (const app of apps) {
    desk.write({
      [`app${app}/Dockerfile`]: `FROM alpine\nCOPY Package.json start.sh /\n# seaworthy-ignore-next-line no-such-rule\nUSER ${app % 2 ? 'root' : '1000'}\nCMD ["/start.sh"]\n`,
      [`app${app}/package.json`]: '{}',
      [`app${app}/start.sh`]: '#!/bin/sh\nnode server.js\n',
      [`app${app}/k8s/app.yaml`]: `${deployment(`app${app}`)}---\n${service(`app${app}`, app % 3 ? `app${app}` : 'nobody')}`,
    });
  }
}

describe('looking at files in several threads', () => {
  for (const format of ['json', 'pretty']) {
    it(`says as ${format} what one thread says, in the same order`, () => {
      writeTree();
      const run = (jobs: string) =>
        desk.seaworthy(['lint', '--preset', 'all', '--format', format, '--jobs', jobs, '.', 'notes.txt']);
      const one = run('1');
      expect(one.stdout.length).toBeGreaterThan(10_000);
      expect(one.stderr).toContain('broken/.seaworthy.yaml');
      expect(one.stderr).toContain('notes.txt');
      expect(one.status).toBe(2);
      expect(run('2')).toEqual(one);
      expect(run('5')).toEqual(one);
    });
  }

  it('refuses numbers that make no sense', () => {
    expect(desk.seaworthy(['lint', '--jobs', '0']).status).toBe(2);
    expect(desk.seaworthy(['lint', '--jobs', 'many']).stderr).toContain('It is a number from 1 to 64.');
  });

  it('does not pay for few files', () => {
    expect(jobCount(1000, undefined)).toBe(1);
    expect(jobCount(10_000, undefined)).toBe(Math.min(4, availableParallelism()));
    expect(jobCount(3, 8)).toBe(3);
    expect(jobCount(0, 2)).toBe(1);
    expect(jobCount(10_000, 2)).toBe(2);
  });
});

describe('a thread that fails', () => {
  for (const [how, program, reason] of [
    ['ends', 'process.exit(3)', 'it ended with 3'],
    ['throws', 'throw new Error("it broke")', 'it broke'],
    [
      'ends at work',
      'require("node:worker_threads").parentPort.on("message", () => process.exit(4))',
      'it ended with 4',
    ],
    [
      'answers once',
      'const { parentPort } = require("node:worker_threads"); parentPort.once("message", ({ id, jobs }) => { parentPort.postMessage({ id, looks: jobs.map(() => ({ notes: [], hasFailed: false, isPassedOver: false })) }); setTimeout(() => { throw new Error("no more"); }, 50); })',
      'no more',
    ],
  ] as const) {
    it(`and ${how} is told of, and its files are looked at here`, async () => {
      const names = Array.from({ length: 60 }, (_, index) => `${index}/Dockerfile`);
      desk.write(Object.fromEntries(names.map((name) => [name, 'FROM alpine\nMAINTAINER me\n'])));
      const said: string[] = [];
      const around = {
        workingFolder: desk.folder,
        version: '0',
        resources: dist,
        environment: {},
        stdout: process.stdout,
        stderr: { write: (text: string) => said.push(text) },
        startThread: () => new Worker(program, { eval: true }),
      } as unknown as Surroundings;
      const request: LookRequest = { paths: [], fix: false, fixSuggested: false, config: false };
      const notes = new Notes(around);
      const looker = new Looker(request, around, notes);
      await looker.begin();
      const told: ToldFile[] = [];
      const jobs = names.map((name) => ({ file: path.join(desk.folder, name), isNamed: false }));
      await new Team(request, around, notes, looker).lookAtAll(jobs, 2, (one) => told.push(one));
      expect(told).toHaveLength(60);
      const found = told.flatMap(({ reported }) => (reported ? [reported.path] : []));
      if (how === 'answers once') expect(found.length).toBeGreaterThanOrEqual(52);
      else expect(found).toEqual(names);
      expect(said.join('')).toBe(
        `seaworthy: a thread failed (${reason}), and its files were looked at in another one\n`,
      );
      expect(notes.failed).toBe(false);
    });
  }
});
