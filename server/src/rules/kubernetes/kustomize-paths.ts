import { Kustomization } from '../../workspace/kustomize/kustomization.ts';
import { missingPaths } from '../../workspace/kustomize/missing-paths.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import { manifestRule } from '../define.ts';

const header = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

export default manifestRule({
  id: 'kustomize-paths',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name files that are there in a kustomization',
  why: 'When one file or folder that a kustomization names is not there, `kustomize build` fails as a whole, and so does whatever deploys with it. Paths count from the folder of the kustomization, in upper and lower case as they are written; a folder must have a kustomization of its own.',
  aliases: ['monokle/KUS001'],
  fix: 'suggested',
  fixing: 'Puts in the name of the file or folder beside it that is nearly called so. Without one there is no fix.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/'],
  examples: [
    {
      path: 'app/kustomization.yaml',
      files: { 'app/service.yaml': service },
      bad: `${header}resources:\n  - servcie.yaml\n`,
      fixed: `${header}resources:\n  - service.yaml\n`,
    },
    {
      path: 'app/kustomization.yaml',
      files: { 'app/service.yaml': service, 'base/service.yaml': service },
      bad: `${header}resources:\n  - service.yaml\n  - ../base\n`,
      note: 'The folder is there, but it has no kustomization.',
    },
    {
      path: 'app/kustomization.yaml',
      files: { 'app/memory.yaml': service },
      bad: `${header}patches:\n  - path: patches/cpu.yaml\n`,
    },
    {
      path: 'app/kustomization.yaml',
      files: { 'app/service.yaml': service, 'base/kustomization.yaml': header },
      good: `${header}resources:\n  - service.yaml\n  - ../base\n  - https://github.com/acme/base?ref=v1\n`,
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    const kustomization = Kustomization.at(uri, manifest.document);
    if (!kustomization) return;
    for (const { entry, problem, nearest } of await missingPaths(kustomization, host)) {
      if (!entry.value.span) continue;
      const finding = report(entry.value.span, problem);
      const from = nearest === undefined ? -1 : (entry.value.text ?? '').lastIndexOf(nearest.instead);
      if (!nearest || from === -1) continue;
      const to = from + nearest.instead.length;
      finding.fix(`Use ${nearest.path}`, () => replaceInText(entry.value, from, to, nearest.name));
    }
  },
});
