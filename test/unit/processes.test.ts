import { describe, expect, it } from 'vitest';
import { dockerfileProcesses } from '../../server/src/ide/dockerfile/processes.ts';
import { dockerfileOf } from '../../server/src/ide/spot.ts';
import { outlineOf } from '../../server/src/workspace/processes/outline.ts';
import { ProcessTree } from '../../server/src/workspace/processes/tree.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { spotIn, workedOn } from '../support/writing.ts';

/** The tree of the final stage: a line for each process, indented by what started it. */
async function treeOf(files: Readonly<Record<string, string>>, name = 'Dockerfile'): Promise<readonly string[]> {
  const { file, around } = workedOn(name, files[name] ?? '', files);
  const dockerfile = dockerfileOf(file);
  const tree =
    dockerfile && (await ProcessTree.of(dockerfile, dockerfile.finalStage, { uri: file.uri, host: around.host }));
  return (tree ? outlineOf(tree, { dockerfile: file }) : []).map(({ depth, text, remarks, place }) => {
    const said = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
    return `${'  '.repeat(depth)}${text}${said} ${place.name}:${place.line}`;
  });
}

describe('the processes of a container', () => {
  it('begin with ENTRYPOINT and CMD, or with what the base image says', async () => {
    expect(await treeOf({ Dockerfile: 'FROM debian:13\nENTRYPOINT ["a", "b c"]\nCMD ["d"]\n' })).toEqual([
      'a "b c" d Dockerfile:2',
    ]);
    expect(await treeOf({ Dockerfile: 'FROM debian:13\nENTRYPOINT a\nCMD ["d"]\n' })).toEqual([
      '/bin/sh -c a Dockerfile:2',
      '  a Dockerfile:2',
    ]);
    expect(await treeOf({ Dockerfile: 'FROM nginx:1.30\n' })).toEqual([
      '/docker-entrypoint.sh nginx -g "daemon off;" (comes with the base image) Dockerfile:1',
    ]);
    expect(await treeOf({ Dockerfile: 'FROM example.com/a:1\n' })).toEqual([]);
    expect(await treeOf({ Dockerfile: 'FROM scratch\n' })).toEqual([]);
  });

  it('are followed into a script, and the CMD through it', async () => {
    const files = {
      Dockerfile:
        'FROM python:3.14\nWORKDIR /app\nCOPY docker/start.sh /entrypoint.sh\nENTRYPOINT ["tini", "--", "/entrypoint.sh"]\nCMD ["gunicorn", "app"]\n',
      'docker/start.sh':
        '#!/bin/sh\nset -e\nif [ "$1" = gunicorn ]; then\n  python manage.py migrate\nfi\ncelery worker &\nexec su-exec app "$@"\n',
    };
    expect(await treeOf(files)).toEqual([
      'tini -- /entrypoint.sh gunicorn app Dockerfile:4',
      '  python manage.py migrate (under a condition) docker/start.sh:4',
      '  celery worker (in the background) docker/start.sh:6',
      '  su-exec app gunicorn app (takes the place of the shell) docker/start.sh:7',
    ]);
  });

  it('are followed through stages, renames, working folders and folders', async () => {
    const files = {
      Dockerfile:
        'FROM debian:13 AS files\nWORKDIR /src\nCOPY scripts ./bin\nFROM debian:13 AS base\nCOPY --from=files /src/bin/run.sh /opt/go\nFROM base\nWORKDIR /opt\nCMD ["./go"]\n',
      'scripts/run.sh': '#!/bin/bash\nexec redis-server\n',
    };
    expect(await treeOf(files)).toEqual([
      './go Dockerfile:8',
      '  redis-server (takes the place of the shell) scripts/run.sh:2',
    ]);
  });

  it('are followed into functions and into the scripts that a script reads', async () => {
    const files = {
      Dockerfile: 'FROM debian:13\nCOPY *.sh /opt/\nENTRYPOINT ["bash", "-e", "/opt/a.sh"]\nCMD ["nginx"]\n',
      'a.sh': '. "$(dirname "$0")/lib.sh"\nmain() {\n  prepare\n  serve "$@"\n}\nmain "$@"\n',
      'lib.sh': 'prepare() { initdb; }\nserve() {\n  exec "$@"\n}\n',
    };
    expect(await treeOf(files)).toEqual([
      'bash -e /opt/a.sh nginx Dockerfile:3',
      '  initdb lib.sh:1',
      '  nginx (takes the place of the shell) lib.sh:3',
    ]);
  });

  it('are those of scripts in here-documents, and of scripts that are handed to a shell', async () => {
    const files = {
      Dockerfile:
        'FROM debian:13\nCOPY <<"EOF" /start.sh\n#!/bin/sh\nservice cron start\n/run.sh && sh -c "exec app"\nEOF\nCOPY --chmod=755 <<EOF /run.sh\n#!/bin/sh\nnginx\nEOF\nCMD /start.sh\n',
    };
    expect(await treeOf(files)).toEqual([
      '/bin/sh -c /start.sh Dockerfile:11',
      '  /start.sh Dockerfile:11',
      '    service cron start (in the background, as a service) Dockerfile:4',
      '    /run.sh Dockerfile:5',
      '      nginx (puts itself into the background) Dockerfile:9',
      '    sh -c "exec app" Dockerfile:5',
      '      app (takes the place of the shell) Dockerfile:5',
    ]);
  });

  it('are those of scripts that RUN writes from a here-document, as far as what it writes is known', async () => {
    const written = (start: string) =>
      `FROM debian:13\nRUN ${start}\n#!/bin/sh\nexec app "$1"\nEOF\nCMD ["/start.sh"]\n`;
    expect(await treeOf({ Dockerfile: written("cat > /start.sh <<'EOF' && chmod +x /start.sh") })).toEqual([
      '/start.sh Dockerfile:6',
      '  app "$1" (takes the place of the shell) Dockerfile:4',
    ]);
    expect(await treeOf({ Dockerfile: written('cat > /start.sh <<EOF') })).toEqual(['/start.sh Dockerfile:6']);
    const twice = written("cat > /start.sh <<'EOF'").replace('CMD', "RUN cat >> /start.sh <<'EOF'\nnext\nEOF\nCMD");
    expect(await treeOf({ Dockerfile: twice })).toEqual([
      '/start.sh Dockerfile:9',
      '  app "$1" (takes the place of the shell) Dockerfile:4',
    ]);
  });

  it.each([
    ['echo', "RUN echo '#!/bin/sh' > /start.sh\nRUN echo 'exec app \"$1\"' >> /start.sh", 3],
    ['echo in quotes with escapes', 'RUN echo "#!/bin/sh" > /start.sh && echo "exec app \\"\\$1\\"" >> /start.sh', 2],
    ['echo, whose escapes dash reads', 'RUN echo \'#!/bin/sh\\nexec app "$1"\' > /start.sh', 2],
    ['echo on several lines', 'RUN echo \'#!/bin/sh\\n\\\nexec app "$1"\' > /start.sh', 3],
    ['echo -e in Bash', 'SHELL ["/bin/bash", "-c"]\nRUN echo -e \'#!/bin/sh\\nexec app "$1"\' > /start.sh', 3],
    ['printf', 'RUN printf \'#!/bin/sh\\nexec app "$1"\\n\' > /start.sh', 2],
    ['printf with arguments', "RUN printf '%s\\n' '#!/bin/sh' \\\n  'exec app \"$1\"' > /start.sh", 3],
    ['a group', 'RUN { echo "#!/bin/sh"; \\\n  echo \'exec app "$1"\'; } > /start.sh', 3],
    ['tee', 'RUN printf \'#!/bin/sh\\nexec app "$1"\\n\' | tee /start.sh', 2],
    ['a relative path', 'WORKDIR /\nRUN echo \'exec app "$1"\' > start.sh', 3],
    ['a file that is begun anew', "RUN echo '$A' $A > /start.sh\nRUN echo 'exec app \"$1\"' > /start.sh", 3],
  ])('are those of scripts that RUN writes with %s', async (_, steps, line) => {
    const text = `FROM debian:13\n${steps}\nCMD ["/start.sh"]\n`;
    const last = text.split('\n').length - 1;
    expect(await treeOf({ Dockerfile: text })).toEqual([
      `/start.sh Dockerfile:${last}`,
      `  app "$1" (takes the place of the shell) Dockerfile:${line}`,
    ]);
  });

  it.each([
    ['a variable', 'RUN echo "#!/bin/sh" > /start.sh && echo "exec $APP" >> /start.sh'],
    ['what another command prints', 'RUN curl https://example.com/a > /start.sh && echo "exec app" >> /start.sh'],
    ['a condition', 'RUN if [ -f /a ]; then echo "exec app" > /start.sh; fi'],
    ['what is added to an unknown file', 'RUN echo "exec app" >> /start.sh'],
    ['patterns', 'RUN echo exec app * > /start.sh'],
    ['an escape of which not all is known', "RUN printf '#!/bin/sh\\x0aexec app' > /start.sh"],
    ['numbers', "RUN printf 'exec app %d' 1 > /start.sh"],
    ['an echo of which nobody knows what it is', "FROM example.com/a:1\nRUN echo 'exec app \\n' > /start.sh"],
    ['a copy of another file later', 'RUN echo "exec app" > /start.sh\nCOPY b /start.sh'],
    ['errors', 'RUN echo "exec app" 2> /start.sh'],
  ])('are not guessed where a script is written with %s', async (_, steps) => {
    const text = `FROM debian:13\n${steps}\nCMD ["/start.sh"]\n`;
    const lines = text.split('\n').length - 1;
    expect(await treeOf({ Dockerfile: text, b: '#!/usr/bin/python3\n' })).toEqual([
      expect.stringMatching(new RegExp(`^/start\\.sh .*Dockerfile:${lines}$`)),
    ]);
  });

  it('are found where PATH says that programs are', async () => {
    const files = { 'a.sh': '#!/bin/sh\nexec first\n', 'b.sh': '#!/bin/sh\nexec second\n' };
    const started = async (steps: string) =>
      (await treeOf({ ...files, Dockerfile: `FROM debian:13\n${steps}\nCMD ["run"]\n` })).at(-1);
    expect(await started('COPY a.sh /opt/app/bin/run')).toBe('run Dockerfile:3');
    const copied = 'COPY a.sh /opt/app/bin/run\nCOPY b.sh /usr/bin/run\n';
    expect(await started(`${copied}ENV PATH=/opt/app/bin:$PATH`)).toContain('first');
    expect(await started(`${copied}ENV PATH $PATH:/opt/app/bin`)).toContain('second');
    expect(await started(`ENV HOME_OF=/opt/app\n${copied}ENV A=1 PATH="\${HOME_OF}/bin:\${PATH}"`)).toContain('first');
    expect(await started(`${copied}ENV PATH=/opt/other`)).toBe('run Dockerfile:5');
    expect(await started(`${copied}ENV PATH=/opt/app/bin/\nUSER app`)).toContain('first');
  });

  it('are those that supervisord is told to start', async () => {
    const files = {
      Dockerfile:
        'FROM debian:13\nCOPY conf/web.conf conf/worker.conf /etc/supervisor/conf.d/\nCMD ["supervisord", "-n"]\n',
      'conf/web.conf': '[program:web]\nautostart=true\ncommand = nginx -g "daemon off;" ; stays\n',
      'conf/worker.conf': '[program:w]\ncommand=/worker\n[group:x]\ncommand=none\n',
    };
    expect(await treeOf(files)).toEqual([
      'supervisord -n Dockerfile:3',
      '  nginx -g "daemon off;" (supervised) conf/web.conf:3',
      '  /worker (supervised) conf/worker.conf:2',
    ]);
    const packaged = {
      Dockerfile: 'FROM alpine:3.24\nCOPY data /etc/\nCMD ["supervisord", "-c", "/etc/supervisord.conf"]\n',
      'data/supervisor.d/a.ini': '[program:a]\ncommand=a\n',
      'data/supervisor.d/b.txt': '[program:b]\ncommand=b\n',
    };
    expect(await treeOf(packaged)).toEqual([
      'supervisord -c /etc/supervisord.conf Dockerfile:3',
      '  a (supervised) data/supervisor.d/a.ini:2',
    ]);
    const unknown = { Dockerfile: 'FROM alpine:3.24\nCMD ["supervisord", "-c", "/a.conf"]\n' };
    expect(await treeOf(unknown)).toEqual(['supervisord -c /a.conf (what it starts is not known) Dockerfile:2']);
    const included = {
      Dockerfile: 'FROM debian:13\nCOPY etc /etc/\nCOPY p.ini /etc/s.d/\nCMD supervisord -c /etc/s.conf\n',
      'etc/s.conf': '[supervisord]\nnodaemon=true\n[include]\nfiles = s.d/*.ini\n[program:a]\ncommand=a\n',
      'p.ini': '[program:b]\ncommand=b\n',
    };
    expect((await treeOf(included)).map((line) => line.trim())).toEqual([
      '/bin/sh -c "supervisord -c /etc/s.conf" Dockerfile:4',
      'supervisord -c /etc/s.conf Dockerfile:4',
      'a (supervised) etc/s.conf:6',
      'b (supervised) p.ini:2',
    ]);
  });

  it('are those that cron starts at certain times', async () => {
    const debian = {
      Dockerfile:
        'FROM debian:13\nCOPY cron/jobs /etc/cron.d/\nCOPY own.cron job.sh /opt/\nRUN crontab -u app /opt/own.cron\nCMD ["cron", "-f"]\n',
      'cron/jobs/app':
        '# m h dom mon dow user command\nSHELL=/bin/sh\n*/5 * * * * root /opt/job.sh >> /log 2>&1\n@daily app cd /app && php artisan run%input\n',
      'own.cron': '0 3 * * 1-5 python3 report.py\nnonsense\n',
      'job.sh': '#!/bin/sh\nbackup\n',
    };
    expect(await treeOf(debian)).toEqual([
      'cron -f Dockerfile:5',
      '  python3 report.py (on a schedule, 0 3 * * 1-5) own.cron:1',
      '  /opt/job.sh (on a schedule, */5 * * * *) cron/jobs/app:3',
      '    backup job.sh:2',
      '  /bin/sh -c "cd /app && php artisan run" (on a schedule, @daily) cron/jobs/app:4',
      '    php artisan run cron/jobs/app:4',
    ]);
    const alpine = {
      Dockerfile:
        "FROM alpine:3.24\nRUN echo '0 * * * * /job' >> /etc/crontabs/root\nCMD crond -f & nginx -g 'daemon off;'\n",
    };
    expect((await treeOf(alpine)).slice(1)).toEqual([
      '  crond -f (in the background) Dockerfile:3',
      '    /job (on a schedule, 0 * * * *) Dockerfile:2',
      "  nginx -g 'daemon off;' Dockerfile:3",
    ]);
    const supercronic = {
      Dockerfile: 'FROM debian:13\nWORKDIR /app\nCOPY crontab .\nCMD ["supercronic", "-passthrough-logs", "crontab"]\n',
      crontab: '*/10 * * * * * * ./a\n0 0 * * * ./b\n',
    };
    expect((await treeOf(supercronic)).at(-1)).toBe('  ./b (on a schedule, 0 0 * * *) crontab:2');
    expect(await treeOf({ Dockerfile: 'FROM debian:13\nCMD ["cron", "-f"]\n' })).toEqual(['cron -f Dockerfile:2']);
  });

  it('are those of services that have folders of their own', async () => {
    const overlay = {
      Dockerfile:
        'FROM debian:13\nCOPY root/ /\nCOPY --chmod=755 <<"EOF" /etc/services.d/worker/run\n#!/bin/sh\nexec worker\nEOF\nENTRYPOINT ["/init"]\n',
      'root/etc/cont-init.d/10-user': '#!/usr/bin/with-contenv bash\nprepare\n',
      'root/etc/services.d/web/run': '#!/usr/bin/with-contenv bash\nexec nginx\n',
      'root/etc/services.d/web/finish': '#!/bin/sh\n',
      'root/etc/s6-overlay/s6-rc.d/api/run': '#!/command/execlineb -P\napi\n',
    };
    expect(await treeOf(overlay)).toEqual([
      '/init Dockerfile:7',
      '  /etc/cont-init.d/10-user root/etc/cont-init.d/10-user:1',
      '    prepare root/etc/cont-init.d/10-user:2',
      '  /etc/services.d/worker/run (supervised) Dockerfile:4',
      '    worker (takes the place of the shell) Dockerfile:5',
      '  /etc/services.d/web/run (supervised) root/etc/services.d/web/run:1',
      '    nginx (takes the place of the shell) root/etc/services.d/web/run:2',
      '  /etc/s6-overlay/s6-rc.d/api/run (supervised) root/etc/s6-overlay/s6-rc.d/api/run:1',
    ]);
    const runit = {
      Dockerfile: 'FROM debian:13\nCOPY sv /etc/sv\nCMD ["runsvdir", "-P", "/etc/sv"]\n',
      'sv/app/run': '#!/bin/sh\nexec app\n',
    };
    expect((await treeOf(runit)).map((line) => line.trim().split(' ')[0])).toEqual([
      'runsvdir',
      '/etc/sv/app/run',
      'app',
    ]);
    const given = await treeOf({ ...overlay, Dockerfile: `${overlay.Dockerfile}CMD ["app", "-f"]\n` });
    expect(given.at(-1)).toBe('  app -f Dockerfile:7');
    const own = { Dockerfile: 'FROM debian:13\nCOPY init /init\nCMD ["/init"]\n', init: '#!/bin/sh\nexec app\n' };
    expect((await treeOf(own)).at(-1)).toBe('  app (takes the place of the shell) init:2');
    expect(await treeOf({ Dockerfile: 'FROM debian:13\nENTRYPOINT ["/init"]\n' })).toEqual([
      '/init (what it starts is not known) Dockerfile:2',
    ]);
  });

  it('are those of a Procfile, and of commands that concurrently is given', async () => {
    const procfile = {
      Dockerfile: 'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nCMD ["foreman", "start", "-f", "Procfile.prod"]\n',
      'Procfile.prod': '# all\nweb: bundle exec puma -p $PORT\nworker:   bundle exec sidekiq\n',
    };
    expect(await treeOf(procfile)).toEqual([
      'foreman start -f Procfile.prod Dockerfile:4',
      '  bundle exec puma -p $PORT (supervised) Procfile.prod:2',
      '  bundle exec sidekiq (supervised) Procfile.prod:3',
    ]);
    const one = { ...procfile, Dockerfile: procfile.Dockerfile.replace('"]', '", "worker"]') };
    expect((await treeOf(one)).slice(1)).toEqual(['  bundle exec sidekiq (supervised) Procfile.prod:3']);
    const concurrently = {
      Dockerfile: 'FROM example.com/node:24\nCMD concurrently -n a,b "node api.js" "npm:web" "cd x && node b.js"\n',
    };
    expect((await treeOf(concurrently)).slice(2)).toEqual([
      '    node api.js (supervised) Dockerfile:2',
      '    /bin/sh -c "cd x && node b.js" (supervised) Dockerfile:2',
      '      node b.js Dockerfile:2',
    ]);
  });

  it('are those of scripts in package.json, and of process files', async () => {
    const files = (start: string) => ({
      Dockerfile: `FROM example.com/node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY . .\n${start}\n`,
      'package.json':
        '{\n  "name": "a",\n  "scripts": {\n    "start": "NODE_ENV=production node server.js",\n    "loop": "npm run loop",\n    "both": "npm run migrate && npm start"\n  }\n}\n',
      'apps.json':
        '{ "apps": [\n  { "script": "api.js", "args": "--port 1" },\n  { "script": "./b", "args": ["x"] }\n] }\n',
    });
    expect(await treeOf(files('CMD ["npm", "start"]'))).toEqual([
      'npm start Dockerfile:5',
      '  node server.js package.json:4',
    ]);
    expect(await treeOf(files('CMD yarn both'))).toEqual([
      '/bin/sh -c "yarn both" Dockerfile:5',
      '  yarn both Dockerfile:5',
      '    /bin/sh -c "npm run migrate && npm start" package.json:6',
      '      npm run migrate package.json:6',
      '      npm start package.json:6',
      '        node server.js package.json:4',
    ]);
    expect((await treeOf(files('CMD ["pnpm", "run", "loop"]'))).length).toBeLessThan(12);
    expect(await treeOf(files('CMD ["npm", "run", "none"]'))).toEqual(['npm run none Dockerfile:5']);
    expect(await treeOf(files('CMD ["npm", "ci"]'))).toEqual(['npm ci Dockerfile:5']);
    expect(await treeOf(files('CMD ["pm2-runtime", "apps.json"]'))).toEqual([
      'pm2-runtime apps.json Dockerfile:5',
      '  node api.js --port 1 (supervised) apps.json:2',
      '  ./b x (supervised) apps.json:3',
    ]);
  });

  it('are started in loops, in subshells, and not behind what ends the script', async () => {
    const files = {
      Dockerfile: 'FROM debian:13\nCOPY a /a\nENTRYPOINT ["sh", "/a"]\n',
      a: 'for i in 1 2; do worker "$i" & done\n(cd /x && app) | tee log\ncase $1 in\n  x) exec first ;;\n  *) exec second ;;\nesac\nexec third\nfourth\n',
    };
    expect(await treeOf(files)).toEqual([
      'sh /a Dockerfile:3',
      '  worker "$i" (in the background, in a loop) a:1',
      '  app a:2',
      '  first (takes the place of the shell, under a condition) a:4',
      '  second (takes the place of the shell, under a condition) a:5',
      '  third (takes the place of the shell) a:7',
    ]);
  });

  it('end where a script starts itself, or cannot be read', async () => {
    const files = {
      Dockerfile: 'FROM debian:13\nCOPY . /app\nWORKDIR /app\nCMD ["./a.sh"]\n',
      'a.sh': '#!/bin/sh\n./b.sh\n./missing.sh\n./missing.sh\nexec gosu app "$0" "$@"\n',
      'b.sh': '#!/bin/sh\n. ./b.sh\n./a.sh\n',
      '.dockerignore': 'c.sh\n',
    };
    expect(await treeOf(files)).toEqual([
      './a.sh Dockerfile:4',
      '  ./b.sh (b.sh:2 reads b.sh once more) a.sh:2',
      '    ./a.sh (the script itself, once more) b.sh:3',
      '  ./missing.sh (what it does is not known) a.sh:3',
      '  ./missing.sh a.sh:4',
      '  gosu app "$0" "$@" (takes the place of the shell, the script itself, once more) a.sh:5',
    ]);
  });

  it('are never more than can be told', async () => {
    const scripts = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`s${at}.sh`, `./s${at + 1}.sh\n./s${at + 1}.sh\n./s${at + 1}.sh\n`]),
    );
    const files = { Dockerfile: 'FROM debian:13\nCOPY . /\nWORKDIR /\nCMD ["sh", "s0.sh"]\n', ...scripts };
    const lines = await treeOf(files);
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThanOrEqual(201);
    expect(lines.some((line) => line.includes('too many scripts'))).toBe(true);
  });

  it('are found in time where functions call each other again and again', async () => {
    const functions = Array.from({ length: 30 }, (_, at) => `f${at}() { f${at + 1}; f${at + 1}; f${at + 1}; }\n`);
    const files = {
      Dockerfile: 'FROM debian:13\nCOPY a.sh /\nENTRYPOINT ["/a.sh"]\n',
      'a.sh': `#!/bin/sh\n${functions.join('')}first\nf0\n`,
    };
    const began = performance.now();
    expect(await treeOf(files)).toEqual(['/a.sh Dockerfile:3', '  first a.sh:32']);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('a finding on a script', () => {
  const findingsOf = async (dockerfile: string, script: string) => {
    const host = new MemoryHost({ [`${testRoot}/a/start.sh`]: script, [`${testRoot}/Dockerfile`]: dockerfile });
    return (await Judgement.around('Dockerfile', dockerfile, preset('strict'), host)).findings;
  };

  it('stands at the instruction, and leads to the line of the script', async () => {
    const text = 'FROM debian:13\nCOPY a/start.sh /opt/run\nENTRYPOINT ["/opt/run"]\n';
    const findings = await findingsOf(text, '#!/bin/sh\nset -e\nnginx -g "daemon off;"\n');
    const finding = findings.find(({ rule }) => rule.id === 'exec-in-start-script');
    expect(finding?.message).toMatch(/^a\/start\.sh starts nginx without "exec"/);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe('/opt/run');
    const [related] = finding?.related ?? [];
    expect(related?.file?.uri).toBe(`${testRoot}/a/start.sh`);
    expect(related?.file?.lines.positionAt(related.span.start)).toEqual({ line: 2, character: 0 });
  });

  it('tells of cron beside a program that its jobs are better off elsewhere, and nothing of the jobs', async () => {
    const files = {
      Dockerfile: 'FROM debian:13\nCOPY start.sh job.sh /\nCOPY jobs /etc/cron.d/\nCMD ["/start.sh"]\n',
      'start.sh': '#!/bin/sh\nset -e\nservice cron start\nexec nginx -g "daemon off;"\n',
      jobs: '* * * * * root /job.sh\n',
      'job.sh': '#!/bin/sh\nfirst &\nnginx -g "daemon off;"\n',
    };
    const found = async (start: string) =>
      (
        await Judgement.around(
          'Dockerfile',
          files.Dockerfile.replace('"/start.sh"', start),
          preset('strict'),
          new MemoryHost(
            Object.fromEntries(Object.entries(files).map(([name, text]) => [`${testRoot}/${name}`, text])),
          ),
        )
      ).findings.flatMap(({ rule, message }) => (/script/.test(rule.id) ? message : []));
    expect(await found('"/start.sh"')).toEqual([expect.stringMatching(/^start\.sh leaves cron .* as CronJobs$/)]);
    expect(await found('"cron", "-f"')).toEqual([]);
  });

  it('tells line ends of Windows in words, on one line', async () => {
    const text = 'FROM debian:13\nCOPY a/start.sh /\nENTRYPOINT ["/start.sh"]\n';
    const messages = (await findingsOf(text, '#!/usr/bin/env bash\r\nexec nginx\r\n')).map(({ message }) => message);
    expect(messages.filter((message) => message.includes('CR and LF'))).toEqual([
      'The lines of a/start.sh end with CR and LF, so that the kernel looks for "bash\\r", which is not there: save it with LF, and keep it so with "eol=lf" in .gitattributes',
    ]);
    expect((await findingsOf(text, '#!/bin/sh\nexec nginx\n')).map(({ rule }) => rule.id)).not.toContain(
      'startable-script',
    );
  });

  it('is certain of a program of somebody’s own only where the image says that it serves', async () => {
    const sorts = async (lines: string, script: string) => {
      const text = `FROM debian:13\nCOPY a/start.sh /\n${lines}ENTRYPOINT ["/start.sh"]\nCMD ["/opt/app"]\n`;
      const found = (await findingsOf(text, script)).filter(({ rule }) => rule.id === 'exec-in-start-script');
      return found.map(({ severity }) => severity);
    };
    expect(await sorts('', '#!/bin/sh\npython3 serve.py\n')).toEqual([]);
    expect(await sorts('EXPOSE 80\n', '#!/bin/sh\npython3 serve.py\n')).toEqual(['warning']);
    expect(await sorts('EXPOSE 80\n', '#!/bin/sh\npython3 migrate.py\n')).toEqual([]);
    expect(await sorts('EXPOSE 80\n', '#!/bin/sh\n"$@"\n')).toEqual(['info']);
    expect(await sorts('', '#!/bin/sh\n"$@"\n')).toEqual([]);
    expect(await sorts('', '#!/bin/sh\nnpm start\n')).toEqual(['warning']);
    expect(await sorts('', '#!/bin/sh\nnpm start | tee log\n')).toEqual([]);
    expect(await sorts('', '#!/bin/sh\nnpm start\ncode=$?\ncleanup\nexit $code\n')).toEqual([]);
    expect(await sorts('', '#!/bin/sh\nnpm start || exit 1\n')).toEqual(['warning']);
    expect(await sorts('', '#!/bin/sh\nnpm start\nexit $?\n')).toEqual(['warning']);
    expect(await sorts('', '#!/bin/sh\nwhile true; do npm start; done\n')).toEqual([]);
  });
});

describe('a hover', () => {
  const others = { 'start.sh': '#!/bin/sh\nexec nginx -g "daemon off;"\n' };
  const text = async (marked: string) =>
    ((await dockerfileProcesses.explain?.(spotIn('Dockerfile', marked, others))) ?? []).map((one) => one.text).join();

  it('tells them with links to the lines of scripts', async () => {
    const told = await text('FROM debian:13\nCOPY start.sh /\nENTR|YPOINT ["/start.sh"]\n');
    expect(told).toBe(
      '**What the container runs**\n\n- PID 1: `/start.sh`\n  - `nginx -g "daemon off;"`, takes the place of the shell ([start.sh:2](file:///workspace/start.sh#L2))',
    );
    expect(await text('FROM debian:13\nENTRYPOINT ["a"]\nCMD ["b|"]\n')).toContain('PID 1: `a b`');
  });

  it('is silent elsewhere', async () => {
    expect(await text('FROM debian:13\nRUN t|rue\nCMD ["a"]\n')).toBe('');
    expect(await text('FROM debian:13\nCMD ["a|"]\nCMD ["b"]\n')).toBe('');
    expect(await text('FROM debian:13\nHEALTHCHECK CMD a|\nCMD ["b"]\n')).toBe('');
  });
});
