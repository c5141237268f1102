import { main } from './cli/main.ts';
import { version } from './version.ts';

const around = {
  workingFolder: process.cwd(),
  version,
  resources: __dirname,
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
};

// A reader that has seen enough, such as `head`, closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// Where nobody listens to complaints, the exit status still tells.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** The server is a bundle of its own beside this one. */
async function startServer(): Promise<void> {
  const server = './server.js';
  await import(server);
  await new Promise(() => {});
}

main(process.argv.slice(2), around, startServer).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    process.stderr.write(`seaworthy: ${error.message}\n`);
    process.exitCode = 2;
  },
);
