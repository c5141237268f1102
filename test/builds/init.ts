import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dist } from '../support/built.ts';
import type { Buildah } from './buildah.ts';
import type { ImageName, Images } from './images.ts';
import { answerOf } from './templates.ts';

const samples = path.join(import.meta.dirname, 'templates');

/** What the server of a folder answers, and at which port where its Dockerfile does not say one. */
interface Folder {
  readonly standIns: readonly ImageName[];
  readonly answer: string;
  readonly port?: number;
}

/**
 * The folders for which `seaworthy init` writes Dockerfiles that are built, by the names of the projects that templates
 * are filled for. What is filled in there by hand, `init` has to find out.
 */
const folders: Readonly<Record<string, Folder>> = {
  'multi-stage-cpp': { standIns: ['debian', 'distroless'], answer: 'uid 65532\n' },
  'multi-stage-go': { standIns: ['golang', 'distroless'], answer: 'uid 65532, 67\n' },
  'multi-stage-node': {
    standIns: ['node-slim'],
    answer: 'uid 1000, production, a day is 86400000\n',
    port: 18_111,
  },
  'multi-stage-php': { standIns: ['php', 'php-apache', 'composer'], answer: 'Ahoy from www-data, uid 33\n' },
  'multi-stage-rust': { standIns: ['rust', 'distroless'], answer: 'the answer is 42\n' },
};

/** The names of the folders, to be told from the templates of the same projects. */
export const initFolders: readonly string[] = Object.keys(folders).map((name) =>
  name.replace(/^multi-stage-/, 'init-'),
);

/**
 * Runs `seaworthy init` on a folder, builds the Dockerfile that it wrote and starts the image: it has to answer, not as
 * root. Gives what is to be said: `same` where all is as it should be.
 */
export async function checkInit(name: string, buildah: Buildah, images: Images, folder: string): Promise<string> {
  const project = name.replace(/^init-/, 'multi-stage-');
  const { standIns, answer, port } = folders[project] ?? { standIns: [], answer: '' };
  const context = path.join(folder, 'init', name);
  cpSync(path.join(samples, project), context, { recursive: true });
  rmSync(path.join(context, 'sample.json'));
  try {
    const written = spawnSync(process.execPath, [path.join(dist, 'cli.js'), 'init', context], { encoding: 'utf8' });
    if (written.status !== 0) return `init fails: ${written.stderr}`;
    for (const image of standIns) images.make(image);
    const text = readFileSync(path.join(context, 'Dockerfile'), 'utf8');
    const tag = `localhost/${name}:final`;
    buildah.build(tag, context, text);
    if (!/^[1-9]\d*(?::|$)/.test(buildah.userOf(tag))) return `it runs as "${buildah.userOf(tag)}"`;
    const exposed = /^EXPOSE (\d+)/m.exec(text)?.[1] ?? port;
    if (exposed === undefined) return 'it exposes no port';
    const running = buildah.start(tag);
    try {
      const answered = await answerOf(running, `http://127.0.0.1:${exposed}/`);
      return answered === answer ? 'same' : `it answers ${JSON.stringify(answered)}; it printed ${running.output()}`;
    } finally {
      await running.stop();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
