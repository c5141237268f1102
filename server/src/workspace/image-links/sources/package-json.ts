import { YamlDocument } from '../../../yaml/document.ts';
import type { BuildSource } from '../build.ts';
import { buildsInScript, mayBuild } from '../script-builds.ts';

/** The scripts of `package.json`, which npm and its like run in its folder. JSON is YAML, too. */
export const packageJson: BuildSource = {
  claims: (uri) => uri.endsWith('/package.json'),

  read(file) {
    if (!mayBuild(file.text) || !/docker|podman|buildah|nerdctl/.test(file.text)) return [];
    return new YamlDocument(file.text).root
      .get('scripts')
      .entries.flatMap(([name, { mappedText }]) =>
        mappedText ? buildsInScript(mappedText, { bases: [file.folder], says: `The script "${name}" builds it` }) : [],
      );
  },
};
