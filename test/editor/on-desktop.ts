import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder } from '../../scripts/editor/install.ts';
import { findProgram } from '../../scripts/editor/programs.ts';
import { stage, stageWorkspace } from './stage.ts';

/** The desktop VS Code that is in reach, or a function that downloads one when that was asked for. */
export function findDesktop(): (() => Promise<string>) | undefined {
  const { VSCODE_EXECUTABLE, SEAWORTHY_DESKTOP } = process.env;
  if (VSCODE_EXECUTABLE) return async () => VSCODE_EXECUTABLE;
  if (SEAWORTHY_DESKTOP) return () => downloadAndUnzipVSCode({ cachePath: path.join(cacheFolder, 'desktop') });
  const code = findProgram('code');
  const executable = code && executableOf(realpathSync(code));
  return executable ? async () => executable : undefined;
}

/** The program behind the script that is called `code`. */
function executableOf(script: string): string | undefined {
  if (process.platform === 'linux') return path.resolve(script, '../../code');
  if (process.platform === 'darwin') return path.resolve(script, '../../../../MacOS/Electron');
  return undefined;
}

/** Runs the suite in a desktop VS Code, in its Node extension host. Throws when it does not pass. */
export async function runOnDesktop(executable: string): Promise<void> {
  const { extension, suite } = await stage('node');
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-'));
  const workspace = await stageWorkspace(path.join(temporary, 'workspace'));
  const profile = [
    '--user-data-dir',
    path.join(temporary, 'user'),
    '--extensions-dir',
    path.join(temporary, 'extensions'),
  ];
  const quiet = ['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-telemetry'];
  // Its sandbox refuses to run for root.
  const rights = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extension,
      extensionTestsPath: suite,
      launchArgs: [workspace, ...profile, ...quiet, ...rights],
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
