import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../../scripts/editor/install.ts';
import { buildSuite, type Host } from './build-suite.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** What the extension consists of besides its manifest. */
const parts = ['dist', 'docs', 'images', 'l10n', 'package.nls.json', 'schemas'];

/** The extension as a host runs it, and the suite for that host. */
export interface Stage {
  readonly extension: string;
  readonly suite: string;
}

/** Makes ready what runs in a host. VS Code runs a suite in the host of the extension that it lies in. */
export async function stage(host: Host): Promise<Stage> {
  const extension = host === 'node' ? repository : await copyForWorker();
  const suite = path.join(host === 'node' ? path.join(cacheFolder, 'suite') : extension, host);
  return { extension, suite: await buildSuite(host, suite) };
}

/**
 * A copy of the extension that has only its entry point for browsers. A VS Code with a machine behind it would run the
 * whole one on that machine; this one it has to run in a web worker, as vscode.dev does.
 */
async function copyForWorker(): Promise<string> {
  const folder = path.join(cacheFolder, 'worker-extension');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const {
    main: _,
    extensionKind: __,
    ...manifest
  } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  for (const part of parts) await cp(path.join(repository, part), path.join(folder, part), { recursive: true });
  return folder;
}

/** An empty workspace of two folders, `one` and `two`. Returns the file that names them. */
export async function stageWorkspace(folder: string): Promise<string> {
  for (const name of ['one', 'two']) await mkdir(path.join(folder, name), { recursive: true });
  const file = path.join(folder, 'test.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }], settings: {} }));
  return file;
}
