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

/** The Dockerfile at a URI; the same object until it changes. Undefined when it cannot be read. */
export function dockerfileAt(uri: string, host: SharedHost): Promise<DockerfileAt | undefined> {
  return host.derive<DockerfileAt | undefined>(
    `dockerfile ${uri}`,
    async (asked, previous: DockerfileAt | undefined): Promise<DockerfileAt | undefined> => {
      const text = await asked.readText(uri);
      if (text === undefined || text.length > largestFile) return undefined;
      if (previous?.dockerfile.text === text) return previous;
      const dockerfile = new Dockerfile(text, uri.slice(uri.lastIndexOf('/') + 1));
      return { file: { uri, lines: new LineMap(text) }, dockerfile };
    },
  );
}
