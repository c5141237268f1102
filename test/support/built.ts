import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder with what ships. */
export const dist = path.resolve('dist');

/** Vitest runs this before all tests: those of the command line and the server run what ships, so it must be there. */
export default function setup(): void {
  if (!existsSync(path.join(dist, 'cli.js'))) execFileSync('node', ['scripts/build.ts'], { stdio: 'inherit' });
}
