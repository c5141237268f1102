import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { LineMap } from '../../text/lines.ts';

/** Larger files, in UTF-16 units, are not read. */
const largestFile = 200_000;

/** A Dockerfile of the workspace, read. */
export interface DockerfileAt {
  readonly file: OtherFile;
  readonly dockerfile: Dockerfile;
}

/** Whether the Dockerfile at a URI can be read; it is not parsed for that. */
export function isDockerfileReadable(uri: string, host: SharedHost): Promise<boolean> {
  return host.derive(`readable dockerfile ${uri}`, async (asked) => isReadable(await asked.readText(uri)));
}

function isReadable(text: string | undefined): text is string {
  return text !== undefined && text.length <= largestFile;
}

/** The Dockerfile at a URI; the same object until it changes. Undefined when it cannot be read. */
export function dockerfileAt(uri: string, host: SharedHost): Promise<DockerfileAt | undefined> {
  return host.derive<DockerfileAt | undefined>(
    `dockerfile ${uri}`,
    async (asked, previous: DockerfileAt | undefined): Promise<DockerfileAt | undefined> => {
      const text = await asked.readText(uri);
      if (!isReadable(text)) return undefined;
      if (previous?.dockerfile.text === text) return previous;
      const dockerfile = new Dockerfile(text, uri.slice(uri.lastIndexOf('/') + 1));
      return { file: { uri, lines: new LineMap(text) }, dockerfile };
    },
  );
}
