import { verbatim } from '../../../text/mapped.ts';
import type { BuildSource } from '../build.ts';
import { buildsInScript } from '../script-builds.ts';

/** Shell scripts. Where one is run is not known: in its own folder, or in one above it. */
export const shellScript: BuildSource = {
  claims: (uri) => /\.(?:sh|bash)$/.test(uri),

  read(file) {
    return buildsInScript(verbatim(file.text, 0), { bases: file.foldersUp, says: 'A script builds it' });
  },
};
