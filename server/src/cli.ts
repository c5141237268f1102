import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { digestOf } from './cli/cache/cache-file.ts';
import { serveJobs } from './cli/jobs/serve.ts';
import type { LookRequest } from './cli/looker.ts';
import { main } from './cli/main.ts';
import type { Surroundings } from './cli/surroundings.ts';
import { version } from './version.ts';

const around: Surroundings = {
  workingFolder: process.cwd(),
  version,
  resources: __dirname,
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  fingerprint: async () => digestOf(await readFile(__filename, 'latin1')),
  startThread: (data) => new Worker(path.join(__dirname, 'cli.js'), { workerData: data }),
};

/** The server is a bundle of its own beside this one. */
async function startServer(): Promise<void> {
  const server = './server.js';
  await import(server);
  await new Promise(() => {});
}

/** So is the server for language models. */
async function serveTools(folders: readonly string[]): Promise<void> {
  const server = './mcp.js';
  const { serveTools: serve } = (await import(server)) as typeof import('./mcp.ts');
  await serve({ ...around, folders });
}

/** Runs what was typed. */
async function runCommand(): Promise<void> {
  // A reader that has seen enough, such as `head`, closes the pipe: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // Where nobody listens to complaints, the exit status still tells.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    process.exitCode = await main(process.argv.slice(2), around, startServer, serveTools);
  } catch (error) {
    process.stderr.write(`seaworthy: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}

// The same program looks at files in other threads, which are told what was asked for.
if (isMainThread || !parentPort) void runCommand();
else void serveJobs(parentPort, workerData as LookRequest, around);
