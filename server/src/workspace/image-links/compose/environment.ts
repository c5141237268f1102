import type { Host } from '../../../core/host.ts';
import { readPair } from '../open-yaml.ts';
import { type Lookup, Template } from '../template.ts';

/** The variables of the file `.env` in a folder, which Compose reads beside its file; whoever runs it may set others. */
export async function environmentIn(folder: string, host: Pick<Host, 'readText'>): Promise<Lookup> {
  const lines = ((await host.readText(`${folder}/.env`)) ?? '')
    .split(/\r?\n/)
    .filter((line) => /^\s*(?:export\s+)?[A-Za-z_]\w*=/.test(line));
  const values = new Map(
    lines.map((line) => {
      const [name, value = ''] = readPair(line.trim().replace(/^export\s+/, ''));
      return [name, Template.read(value.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2'))];
    }),
  );
  return (name) => values.get(name);
}
