import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import type { Refactoring } from '../../server/src/ide/assistant.ts';
import { splitting } from '../../server/src/ide/split.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { readFixture } from '../support/fixture.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { workedOn } from '../support/writing.ts';

type Files = Readonly<Record<string, string>>;

/** What is offered at the first place of a text in one of some files. */
async function offered(files: Files, at: string, text: string, version = '1.36'): Promise<readonly Refactoring[]> {
  const worked = workedOn(at, files[at] ?? '', files);
  const offset = (files[at] ?? '').indexOf(text);
  if (offset === -1) throw new Error(`${text} does not stand in ${at}`);
  const around = { ...worked.around, kubernetesVersion: version };
  return (await splitting.refactorings?.({ ...worked, around }, { start: offset, end: offset })) ?? [];
}

/** The files that a refactoring changes, as they are afterwards, by path. */
function after({ built }: Refactoring): Files {
  if (built instanceof Refusal) throw new Error(built.reason);
  return Object.fromEntries(
    built.map(({ file, edits }) => [file.uri.slice(testRoot.length + 1), applyEdits(file.lines.text, edits)]),
  );
}

/** The warnings and errors in some files, by rule. */
async function warned(files: Files): Promise<readonly string[]> {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${testRoot}/${name}`, text])),
  );
  const judged = Object.entries(files).filter(([name]) => /Dockerfile$|^k8s\//.test(name));
  const findings = await Promise.all(
    judged.map(async ([name, text]) => (await Judgement.around(name, text, preset('recommended'), host)).findings),
  );
  const loud = findings.flat().filter(({ severity }) => severity === 'warning' || severity === 'error');
  return loud.map(({ rule }) => rule.id);
}

const folder = path.resolve('test/splits');

describe('splitting a container', () => {
  for (const name of readdirSync(folder)) {
    const source = readFileSync(path.join(folder, name), 'utf8');
    const fixture = readFixture(source);
    const files: Files = Object.fromEntries(fixture.files.map((file) => [file.path, file.text]));
    const [, at = '', text = ''] = /^at: (\S+) (.*)$/m.exec(source) ?? [];
    const [, title] = /^title: (.*)$/m.exec(source) ?? [];
    const [, version] = /^version: (.*)$/m.exec(source) ?? [];

    it(`${name}: makes of the files what is expected, and leaves the others alone`, async () => {
      const [refactoring, ...others] = await offered(files, at, text, version);
      expect(others).toEqual([]);
      expect(refactoring?.title).toBe(title);
      const expected = fixture.files.flatMap((file) => (file.fixed === undefined ? [] : [[file.path, file.fixed]]));
      expect(refactoring && after(refactoring)).toEqual(Object.fromEntries(expected));
    });

    it(`${name}: keeps the line breaks of files as they are`, async () => {
      const asOnWindows = (content: string) => content.replaceAll('\n', '\r\n');
      const isEdited = (one: string) => /Dockerfile$|\.yaml$/.test(one);
      const entries = Object.entries(files).map(([one, content]) => [
        one,
        isEdited(one) ? asOnWindows(content) : content,
      ]);
      const [refactoring] = await offered(Object.fromEntries(entries), at, text, version);
      const expected = fixture.files.flatMap((file) =>
        file.fixed === undefined ? [] : [[file.path, asOnWindows(file.fixed)]],
      );
      expect(refactoring && after(refactoring)).toEqual(Object.fromEntries(expected));
    });

    it(`${name}: takes half of any of the files for what it is`, async () => {
      for (const file of fixture.files) {
        for (let part = 1; part < 12; part++) {
          const half = { ...files, [file.path]: file.text.slice(0, (file.text.length * part) / 12) };
          if (!half[at]?.includes(text)) continue;
          for (const refactoring of await offered(half, at, text, version))
            if (!(refactoring.built instanceof Refusal)) after(refactoring);
        }
      }
    });

    it(`${name}: leaves nothing to split, and brings no kind of warning that was not there`, async () => {
      const [refactoring] = await offered(files, at, text, version);
      const changed = { ...files, ...(refactoring && after(refactoring)) };
      for (const [one, content] of Object.entries(changed)) {
        const start = one.endsWith('Dockerfile') ? content.lastIndexOf('CMD [') : content.indexOf('image:');
        if (/Dockerfile$|^k8s\//.test(one) && start !== -1)
          expect(await offered(changed, one, content.slice(start, start + 20))).toEqual([]);
      }
      const before = new Set(await warned(files));
      const kinds = [...new Set(await warned(changed))];
      expect(kinds.filter((rule) => !before.has(rule))).toEqual([]);
      expect(kinds.filter((rule) => rule.startsWith('one-process'))).toEqual([]);
    });
  }
});

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const workload = (rest = '', kind = 'Pod') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${rest}`;
const started = (script: string): Files => ({
  Dockerfile: 'FROM node:24\nCOPY start.sh /\nCMD ["/start.sh"]\n',
  'start.sh': `#!/bin/sh\n${script}`,
  'skaffold.yaml': skaffold,
  'k8s/web.yaml': workload(),
});
const supervised = (config: string): Files => ({
  Dockerfile: 'FROM debian:13\nCOPY supervisord.conf /etc/\nCMD ["supervisord", "-n"]\n',
  'supervisord.conf': config,
  'skaffold.yaml': skaffold,
  'k8s/web.yaml': workload(),
});
const both = 'node worker.js &\nexec node server.js\n';
const programs = '[program:web]\ncommand=node server.js\n[program:worker]\ncommand=node worker.js\n';

/** Why a container is not split. */
const refused: Readonly<Record<string, readonly [Files, string]>> = {
  'whose script passes signals on': [
    started("node worker.js &\ntrap 'kill $!' TERM\nnode server.js\n"),
    'start.sh looks after its processes or passes signals on: "trap \'kill $!\' TERM".',
  ],
  'whose script waits for one of its processes': [
    started('node worker.js &\nnode server.js &\nwait $WORKER\n'),
    'start.sh does something beside starting processes, and more than one may need it: "wait $WORKER".',
  ],
  'whose script makes folders before': [
    started(`mkdir -p /tmp/queue\n${both}`),
    'start.sh does something beside starting processes, and more than one may need it: "mkdir -p /tmp/queue".',
  ],
  'whose script fills in configuration': [
    started(`envsubst < /a.tmpl > /a.conf\n${both}`),
    'start.sh does something beside starting processes, and more than one may need it: "envsubst".',
  ],
  'whose script sets up variables': [
    started(`export QUEUE=jobs\n${both}`),
    'start.sh sets something up for its processes, and more than one may need it: "export QUEUE=jobs".',
  ],
  'whose script sets variables of its own': [
    started(`QUEUE=jobs\nnode worker.js $QUEUE &\nexec node server.js\n`),
    'start.sh sets up variables, and more than one process may need them.',
  ],
  'whose script reads another one that is not known': [
    started(`. /etc/profile.d/app.sh\n${both}`),
    'start.sh sets something up for its processes, and more than one may need it: ". /etc/profile.d/app.sh".',
  ],
  'one of whose processes waits for another': [
    started('node worker.js &\nsleep 5\nexec node server.js\n'),
    'The order in which start.sh starts its processes matters: "sleep 5" stands between them.',
  ],
  'one of whose processes needs something that is done after the start of another': [
    started('node worker.js &\nnode migrate.js\nexec node server.js\n'),
    'The order in which start.sh starts its processes matters: "node migrate.js" stands between them.',
  ],
  'one of whose processes is started under a condition': [
    started('if [ "$WORKER" ]; then node worker.js & fi\nexec node server.js\n'),
    'start.sh does something beside starting processes, and more than one may need it: "[ "$WORKER" ]".',
  ],
  'one of whose processes is started again and again': [
    started('while true; do node worker.js; done &\nexec node server.js\n'),
    '"node worker.js" is started in a loop.',
  ],
  'one of whose processes writes what another may read': [
    started('node worker.js > /var/log/worker.log &\nexec node server.js\n'),
    'Input or output of "node" is redirected, and another process may read what it writes.',
  ],
  'one of whose processes is given what the script is given': [
    started('node worker.js "$1" &\nexec node server.js\n'),
    '""$1"" depends on the script it stands in.',
  ],
  'one of whose processes is a script that cannot be read': [
    { ...started('/jobs.sh &\nexec node server.js\n'), Dockerfile: 'FROM node:24\nCOPY *.sh /\nCMD ["/start.sh"]\n' },
    '"/jobs.sh": what it does is not known.',
  ],
  'whose log is printed by its script': [
    started('node worker.js &\nnode server.js &\ntail -f /var/log/app/web.log\n'),
    'start.sh prints what a process writes into a file: "tail -f /var/log/app/web.log".',
  ],
  'one of whose services nobody knows': [
    started('service redis-server start\nexec node server.js\n'),
    'How the service runs in the foreground that "service redis-server start" starts is not known.',
  ],
  'with a database, which is reached through a socket': [
    started('mysqld &\nexec node server.js\n'),
    'mysqld is reached through a socket file unless its clients are told otherwise.',
  ],
  'one of whose processes writes the configuration of another': [
    supervised('[program:confd]\ncommand=confd -interval 10\n[program:web]\ncommand=node server.js\n'),
    'confd writes the configuration of other programs.',
  ],
  'with a server of which it is not known what it passes on to': [
    started('node server.js &\nexec nginx -g "daemon off;"\n'),
    'What nginx passes on to is not known: its configuration is not among the files that are copied.',
  ],
  'with a database behind a script of its own': [
    {
      ...started('/db.sh &\nexec node server.js\n'),
      Dockerfile: 'FROM node:24\nCOPY *.sh /\nCMD ["/start.sh"]\n',
      'db.sh': '#!/bin/sh\nexec mysqld --user=mysql\n',
    },
    'db is reached through a socket file unless its clients are told otherwise.',
  ],
  'with a login that shows its processes, whatever it writes': [
    {
      ...started('/usr/sbin/sshd -D &\nexec node server.js\n'),
      'k8s/web.yaml': workload('      securityContext:\n        readOnlyRootFilesystem: true\n'),
    },
    'sshd shows the files of its container to whoever logs in.',
  ],
  'whose image has a volume that the pod does not mount': [
    { ...started(both), Dockerfile: 'FROM node:24\nVOLUME /data\nCOPY start.sh /\nCMD ["/start.sh"]\n' },
    'All processes may use the volume at /data, and each needs it mounted.',
  ],
  'whose processes share a folder in which the image has files': [
    started('node worker.js --dir /data/queue &\nexec node server.js --dir /data/queue\n'),
    'The processes share /data/queue, and a volume at /data/queue would hide what the image has there: give it a folder of its own, or mount a volume.',
  ],
  'with a shipper of logs whose files are not known': [
    started('filebeat -e &\nexec node server.js\n'),
    'Which files filebeat reads is not known.',
  ],
  'with a supervisor whose configuration is not there': [
    { ...supervised(''), Dockerfile: 'FROM debian:13\nCMD ["supervisord", "-n"]\n' },
    'What "supervisord -n" starts is not known.',
  ],
  'whose package starts them': [
    {
      ...started(''),
      Dockerfile: 'FROM debian:13\nCOPY package.json /\nCMD ["npm", "start"]\n',
      'package.json': '{"scripts": {"start": "node worker.js & node server.js"}}',
    },
    '"npm start" starts what starts the processes.',
  ],
  'with another supervisor': [
    { ...supervised(''), Dockerfile: 'FROM debian:13\nCMD ["monit", "-I"]\n' },
    'What "monit" settles for the processes that it starts is not known.',
  ],
  'all of whose programs get the same environment': [
    supervised(`[supervisord]\nenvironment=A="1"\n${programs}`),
    'All programs of supervisord get its "environment".',
  ],
  'with listeners for what happens to its programs': [
    supervised(`${programs}[eventlistener:mail]\ncommand=mail\n`),
    'supervisord is told of more than programs: [eventlistener:mail].',
  ],
  'one of whose programs is started several times': [
    supervised(`${programs}numprocs=4\n`),
    'supervisord starts several processes of "worker".',
  ],
  'one of whose programs runs once': [
    supervised(`${programs}autorestart=false\n`),
    'supervisord does not restart "worker".',
  ],
  'for one of whose programs variables are filled in': [
    supervised(`${programs}environment=A="%(ENV_B)s"\n`),
    'supervisord fills in variables for "worker".',
  ],
  'whose first process needs an image of its own, which nothing builds': [
    {
      ...supervised(programs.replace('[program:worker]', 'user=node\n[program:worker]')),
      'skaffold.yaml': '',
      'compose.yaml': 'services:\n  web:\n    image: web\n    build: .\n',
    },
    'Something is set up for web that only an image of its own can say.',
  ],
  'one of whose other processes needs an image of its own, which nothing builds': [
    {
      ...supervised(`${programs}user=node\n`),
      'skaffold.yaml': '',
      'compose.yaml': 'services:\n  web:\n    image: web\n    build: .\n',
    },
    'worker runs as node, which only an image of its own can say.',
  ],
  'whose manifest is a template': [
    { ...started(both), 'k8s/web.yaml': workload('      env:\n        - name: A\n          value: {{ .A }}\n') },
    'The manifest is a template.',
  ],
  'of whose processes nobody knows which one the probes ask': [
    {
      ...started('node a.js &\nexec node b.js\n'),
      'k8s/web.yaml': workload('      livenessProbe:\n        tcpSocket:\n          port: 80\n'),
    },
    'Which of its processes the probes of container "web" ask is not known.',
  ],
  'with jobs that are not known': [started('cron\nexec node server.js\n'), 'What cron runs is not known.'],
  'with jobs that reload another process': [
    {
      ...started('cron\nexec node server.js\n'),
      Dockerfile:
        'FROM node:24\nRUN echo "0 0 * * * nginx -s reload" | crontab -\nCOPY start.sh /\nCMD ["/start.sh"]\n',
    },
    'The jobs of cron look after other processes or their files: "nginx -s".',
  ],
  'that is not the only one with its image': [
    { ...started(both), 'k8s/other.yaml': workload() },
    '2 containers of the workspace run this image.',
  ],
  'of which it is not certain that it runs the image': [
    {
      ...started(both),
      'skaffold.yaml': '',
      'k8s/web.yaml': workload().replace('image: web', 'image: team/workspace'),
    },
    'It is not certain that container "web" runs this image.',
  ],
  'that runs a stage which others are built upon': [
    {
      Dockerfile:
        'FROM node:24 AS app\nCMD ["sh", "-c", "node worker.js & exec node server.js"]\nFROM app\nCMD ["node", "test.js"]\n',
      'compose.yaml': 'services:\n  web:\n    image: web\n    build:\n      context: .\n      target: app\n',
      'k8s/web.yaml': workload(),
    },
    'Other stages are built upon it, and get its start.',
  ],
  'that a kustomization may change': [
    {
      ...started(both),
      'k8s/kustomization.yaml':
        'resources:\n  - web.yaml\npatches:\n  - target:\n      kind: Pod\n    patch: |-\n      - op: add\n        path: /spec/containers/0/env\n        value:\n          - name: A\n            value: b\n',
    },
    'A kustomization builds upon the manifest, and changes what the container is.',
  ],
  'of a job that would not end': [
    { ...started(both), 'k8s/web.yaml': workload('  restartPolicy: Never\n') },
    'The pod would not end as long as worker runs.',
  ],
  'a probe of which asks for a process': [
    {
      ...started(both),
      'k8s/web.yaml': workload('      livenessProbe:\n        exec:\n          command: [pgrep, -f, worker.js]\n'),
    },
    'A probe or hook of container "web" asks for worker.',
  ],
  'whose arguments the manifest says': [
    {
      ...started(both),
      'k8s/web.yaml': workload('      args: ["/start.sh"]\n'),
      Dockerfile: 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n',
    },
    'The arguments of container "web" decide what its image starts.',
  ],
};

describe('a container is not split', () => {
  for (const [name, [files, reason]] of Object.entries(refused)) {
    it(name, async () => {
      const [refactoring] = await offered(files, 'Dockerfile', 'CMD');
      expect(refactoring?.built instanceof Refusal ? refactoring.built.reason : refactoring).toBe(reason);
    });
  }

  it('and nothing is said of that, where it starts one process', async () => {
    expect(await offered(started('set -e\nexec node server.js\n'), 'Dockerfile', 'CMD')).toEqual([]);
    expect(await offered(started('node migrate.js\nexec node server.js\n'), 'Dockerfile', 'CMD')).toEqual([]);
  });
});

describe('the stages of processes', () => {
  const start = 'CMD ["sh", "-c", "node worker.js & exec node server.js"]';
  const worker =
    '\n\n# Built with "--target worker"\nFROM common AS worker\nCMD ["node", "worker.js"]\n\nFROM common\n';
  const layouts: Readonly<Record<string, readonly [string, string]>> = {
    'leave what builds where it is': [
      `FROM node:24\n${start}\nLABEL a=b\n`,
      `FROM node:24 AS common\nLABEL a=b${worker}CMD ["node", "server.js"]\n`,
    ],
    'leave a port that a variable of the stage names': [
      `FROM node:24\nARG PORT=80\nEXPOSE $PORT\n${start}`,
      `FROM node:24 AS common\nARG PORT=80\nEXPOSE $PORT${worker}CMD ["node", "server.js"]`,
    ],
    'take the comments along': [
      `FROM node:24\n\n# The port.\nEXPOSE 80\n\n# Why.\n${start}\n# The end.\n`,
      `FROM node:24 AS common${worker}# The port.\nEXPOSE 80\n# Why.\nCMD ["node", "server.js"]\n# The end.\n`,
    ],
    'are checked as the whole was, or not at all': [
      `FROM node:24\nHEALTHCHECK CMD ["node", "check.js"]\nUSER node\n${start}\n`,
      `FROM node:24 AS common\nHEALTHCHECK CMD ["node", "check.js"]\nUSER node${worker.replace('CMD', 'HEALTHCHECK NONE\nCMD')}CMD ["node", "server.js"]\n`,
    ],
    'have names that are free': [
      `FROM node:24 AS worker\nFROM node:24 AS common\nFROM node:24\nCOPY --from=worker /a /a\n${start}\n`,
      `FROM node:24 AS worker\nFROM node:24 AS common\nFROM node:24 AS common-2\nCOPY --from=worker /a /a${worker.replaceAll('common', 'common-2').replaceAll(/(target|AS) worker/g, '$1 worker-2')}CMD ["node", "server.js"]\n`,
    ],
  };
  for (const [name, [before, expected]] of Object.entries(layouts)) {
    it(name, async () => {
      const [refactoring] = await offered({ Dockerfile: before }, 'Dockerfile', start);
      expect(refactoring && after(refactoring)).toEqual({ Dockerfile: expected });
    });
  }
});

describe('a Dockerfile is not split into targets', () => {
  const alone = (script: string, files: Files = {}): Files => ({
    Dockerfile: 'FROM node:24\nCOPY start.sh /\nCOPY nginx.conf /etc/nginx/\nCMD ["/start.sh"]\n',
    'start.sh': `#!/bin/sh\n${script}`,
    'nginx.conf': 'http { server { location / { proxy_pass http://127.0.0.1:3000; } } }\n',
    ...files,
  });
  const cases: Readonly<Record<string, readonly [Files, string]>> = {
    'whose processes reach each other on localhost': [
      alone('node server.js &\nexec nginx -g "daemon off;"\n'),
      'nginx uses localhost, which images of their own share only in one pod.',
    ],
    'whose processes share a folder': [
      alone('node worker.js --socket /run/app/app.sock &\nexec node server.js\n'),
      'The processes share /run/app, which images of their own do only in one pod, or with a volume.',
    ],
  };
  for (const [name, [files, reason]] of Object.entries(cases)) {
    it(name, async () => {
      const [refactoring] = await offered(files, 'Dockerfile', 'CMD');
      expect(refactoring?.built instanceof Refusal ? refactoring.built.reason : refactoring).toBe(reason);
    });
  }
});
