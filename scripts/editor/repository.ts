import { execFile } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** What people do to a shop: what the commit says, and the files that they change for it. */
const work: readonly (readonly [subject: string, ...files: readonly string[]])[] = [
  ['Answer health checks', 'api/server.js'],
  ['Take a new version of the queue', 'worker/requirements.txt', 'worker/worker.py'],
  ['Name the shop in the greeting', 'storefront/server.js'],
  ['Compress answers', 'storefront/package.json', 'storefront/package-lock.json', 'storefront/server.js'],
  ['Mail the confirmation at once', 'storefront/mailer.js'],
  ['Log requests', 'api/server.js', 'storefront/server.js'],
  ['Show what others have bought', 'storefront/server.js'],
  ['Run six of them in production', 'k8s/production/api.yaml'],
  ['Round prices', 'storefront/server.js', 'worker/worker.py'],
  ['Read addresses without a street', 'api/server.js'],
  ['Show the price with taxes', 'storefront/server.js'],
  ['Try again when the queue is full', 'worker/worker.py'],
  ['Write the name of the customer', 'storefront/mailer.js'],
  ['Take the fix of the parser', 'storefront/package-lock.json'],
  ['Keep carts for a month', 'storefront/server.js'],
  ['Say why an order is refused', 'api/server.js', 'storefront/server.js'],
  ['Sort by price', 'storefront/server.js'],
];

/** Makes a folder a repository in which people have worked for a while: caches are judged by what changed. */
export async function makeRepository(folder: string): Promise<void> {
  await git(folder, 'init', '--quiet');
  await commit(folder, 'Open the shop');
  for (const [subject, ...files] of work) {
    for (const file of files) await appendFile(path.join(folder, file), '\n');
    await commit(folder, subject);
  }
}

async function commit(folder: string, subject: string): Promise<void> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', subject);
}

function git(folder: string, ...args: readonly string[]): Promise<unknown> {
  const author = ['-c', 'user.name=Shop Team', '-c', 'user.email=shop@example.com'];
  return promisify(execFile)('git', ['-C', folder, ...author, ...args]);
}
