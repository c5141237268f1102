import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LspClient } from '../support/lsp-client.ts';
import { inFolder, must, rulesIn, seaworthy, type Trial } from './trial.ts';

const dockerfile = 'FROM alpine:3.24\nMAINTAINER me\n';
/** An account that owns nothing here. */
const nobody = 65_534;

const unwritable = () =>
  inFolder({ Dockerfile: dockerfile }, (folder) => {
    if (process.getuid?.() !== 0) return 'left out: only root may act for another account';
    chmodSync(folder, 0o555);
    chmodSync(path.join(folder, 'Dockerfile'), 0o444);
    const { status, stderr } = seaworthy(folder, ['lint', '--fix', '.'], {
      uid: nobody,
      env: { HOME: '/nonexistent' },
    });
    must(readFileSync(path.join(folder, 'Dockerfile'), 'utf8') === dockerfile, 'the file changed');
    must(status === 2 && /EACCES|EPERM|permission/i.test(stderr), `status ${status}, said: ${stderr}`);
    chmodSync(path.join(folder, 'Dockerfile'), 0);
    const unread = seaworthy(folder, ['lint', '.'], { uid: nobody, env: { HOME: '/nonexistent' } });
    must(unread.status === 2, `an unreadable file: status ${unread.status}, said: ${unread.stderr}`);
    return `status 2, the file untouched: ${stderr.trim().split('\n')[0]}`;
  });

const vanished = () =>
  inFolder({ 'a/Dockerfile': dockerfile }, async (folder) => {
    const gone = seaworthy(folder, ['lint', 'nowhere']);
    must(gone.status === 2, `status ${gone.status} for a folder that is not there`);
    const client = await LspClient.start({ folders: [pathToFileURL(folder).href] });
    const uri = pathToFileURL(path.join(folder, 'a/Dockerfile')).href;
    await client.open(uri, 'dockerfile', dockerfile);
    rmSync(folder, { recursive: true });
    const found = await client.change(uri, `${dockerfile}USER 1000\n`);
    await client.stop();
    mkdirSync(folder);
    must(
      found.some(({ code }) => code === 'maintainer-is-a-label'),
      'the server found nothing',
    );
    return 'the command line says so with status 2, the server goes on with what is open';
  });

const looped = () =>
  inFolder({ 'a/Dockerfile': dockerfile }, (folder) => {
    symlinkSync('..', path.join(folder, 'a/up'));
    symlinkSync('Dockerfile.b', path.join(folder, 'Dockerfile.a'));
    symlinkSync('Dockerfile.a', path.join(folder, 'Dockerfile.b'));
    const { status, stdout, seconds } = seaworthy(folder, ['lint', '--format', 'json', '.']);
    must(status === 1 && rulesIn(stdout).includes('maintainer-is-a-label'), `status ${status}`);
    const named = seaworthy(folder, ['lint', 'Dockerfile.a']);
    must(named.status === 2, `status ${named.status} for a link to itself`);
    return `walked once, in ${seconds.toFixed(1)} s; a link to itself that is named is status 2`;
  });

const manyFiles = () =>
  inFolder({ Dockerfile: dockerfile }, async (folder) => {
    for (let at = 0; at < 100; at++) mkdirSync(path.join(folder, `f${at}`));
    for (let at = 0; at < 100_000; at++) {
      const name = at % 10 === 0 ? `f${at % 100}/${at}.yaml` : `f${at % 100}/${at}.txt`;
      writeFileSync(path.join(folder, name), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
    }
    const one = seaworthy(folder, ['lint', '--format', 'json', 'Dockerfile'], { seconds: 120 });
    must(rulesIn(one.stdout).includes('maintainer-is-a-label'), 'the command line found nothing');
    const started = performance.now();
    const client = await LspClient.start({ folders: [pathToFileURL(folder).href] });
    const uri = pathToFileURL(path.join(folder, 'Dockerfile')).href;
    const found = await client.open(uri, 'dockerfile', dockerfile);
    must(
      found.some(({ code }) => code === 'maintainer-is-a-label'),
      'the server found nothing',
    );
    const opened = (performance.now() - started) / 1000;
    const again = performance.now();
    await client.change(uri, `${dockerfile}USER 1000\n`);
    const changed = (performance.now() - again) / 1000;
    await client.stop();
    return `command line on one file ${one.seconds.toFixed(1)} s; server: opened in ${opened.toFixed(1)} s, an edit after that ${changed.toFixed(1)} s`;
  });

const hugeYaml = () =>
  inFolder({}, async (folder) => {
    const item = '- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n  data:\n    key: value\n';
    const text = `apiVersion: v1\nkind: List\nitems:\n${item.repeat(Math.ceil(50e6 / item.length))}`;
    writeFileSync(path.join(folder, 'huge.yaml'), text);
    const { status, stdout, stderr, seconds } = seaworthy(folder, ['lint', 'huge.yaml'], { seconds: 300 });
    const client = await LspClient.start({ folders: [pathToFileURL(folder).href] });
    client.notify('textDocument/didOpen', {
      textDocument: { uri: pathToFileURL(path.join(folder, 'huge.yaml')).href, languageId: 'yaml', version: 1, text },
    });
    const started = performance.now();
    const found = await client.open(pathToFileURL(path.join(folder, 'Dockerfile')).href, 'dockerfile', dockerfile);
    must(
      found.some(({ code }) => code === 'maintainer-is-a-label'),
      'the server found nothing beside it',
    );
    const waited = (performance.now() - started) / 1000;
    await client.stop();
    const said = `${stdout}${stderr}`.trim().split('\n').at(-1) ?? '';
    return `command line: status ${status} after ${seconds.toFixed(1)} s, ${said}; server: another file judged ${waited.toFixed(1)} s later`;
  });

const clocks = () =>
  inFolder(
    {
      Dockerfile: `${dockerfile}RUN apt-get install curl\n`,
      'p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: ä, image: a}]}\n',
    },
    (folder) => {
      const odd: readonly NodeJS.ProcessEnv[] = [
        { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
        { TZ: ':nonsense', LC_ALL: 'C', LANG: 'C' },
        { TZ: 'Asia/Kathmandu', LC_ALL: 'ar_EG.UTF-8', LANG: 'no such locale' },
        { TZ: '', LC_ALL: '', LANG: '', LANGUAGE: 'de' },
      ];
      const words = ['lint', '--preset', 'all', '--format', 'json', '.'];
      const usual = seaworthy(folder, words).stdout;
      for (const env of odd)
        must(seaworthy(folder, words, { env }).stdout === usual, `other output with ${JSON.stringify(env)}`);
      return `${odd.length} time zones and locales, the same bytes`;
    },
  );

export const disk: readonly Trial[] = [
  { name: 'a folder and a file that may not be written, or not read', run: unwritable },
  { name: 'folders that are not there, or vanish', run: vanished },
  { name: 'symbolic links in circles', run: looped },
  { name: 'a workspace of 100,000 files', run: manyFiles },
  { name: 'a manifest of 50 MB', run: hugeYaml },
  { name: 'time zones and locales', run: clocks },
];
