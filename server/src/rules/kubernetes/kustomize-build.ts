import { build } from '../../workspace/kustomize/build.ts';
import { kustomizationOf } from '../../workspace/kustomize/graph.ts';
import { Kustomization } from '../../workspace/kustomize/kustomization.ts';
import type { BuildRemark } from '../../workspace/kustomize/notes.ts';
import { Sources } from '../../workspace/kustomize/sources.ts';
import { kustomizationsOf } from '../../workspace/manifests/kustomizations.ts';
import { Manifests } from '../../workspace/manifests/manifests.ts';
import { removeValue } from '../../yaml/edit.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import { manifestRule } from '../define.ts';

const header = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- web.yaml\n';
const files = {
  'replicas.yaml': '- op: add\n  path: /spec/replicas\n  value: 2\n',
  'web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec:\n      containers:\n      - name: web\n        image: ghcr.io/acme/web:1.0\n',
};
const path = 'kustomization.yaml';

export default manifestRule({
  id: 'kustomize-build',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Patch, scale and rename only what a kustomization has',
  why: 'A patch for a resource that is not there, replicas of a workload that is not there and a resource that is there twice make `kustomize build` fail. Worse is what it passes over in silence: a patch whose `target` selects nothing and an image that no container has change nothing, and the overlay deploys without what it was written for. Nothing of this is said of what builds upon remote resources, charts or plug-ins.',
  aliases: [],
  fix: 'suggested',
  fixing: 'Puts in the name that is nearly the one that was written, and takes out what is listed twice.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/'],
  examples: [
    {
      path,
      files,
      bad: `${header}patches:\n- path: replicas.yaml\n  target:\n    kind: Deployment\n    name: wbe\n`,
      fixed: `${header}patches:\n- path: replicas.yaml\n  target:\n    kind: Deployment\n    name: web\n`,
      note: 'The target selects nothing.',
    },
    {
      path,
      files,
      bad: `${header}patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: api\n    spec:\n      replicas: 2\n`,
    },
    {
      path,
      files,
      bad: `${header}replicas:\n- name: webs\n  count: 2\n`,
      fixed: `${header}replicas:\n- name: web\n  count: 2\n`,
    },
    {
      path,
      files,
      bad: `${header}images:\n- name: ghcr.io/acme/wep\n  newTag: "2.0"\n`,
      fixed: `${header}images:\n- name: ghcr.io/acme/web\n  newTag: "2.0"\n`,
    },
    { path, files, bad: `${header}- web.yaml\n`, fixed: header, note: 'The same file is listed twice.' },
    {
      path,
      files,
      good: `${header}patches:\n- patch: |-\n    - op: add\n      path: /spec/replicas\n      value: 2\n  target:\n    kind: Deployment\nimages:\n- name: ghcr.io/acme/web\n  newTag: "2.0"\n`,
    },
    {
      path,
      files,
      good: `${header}- https://github.com/acme/base?ref=v1\nreplicas:\n- name: api\n  count: 2\n`,
      note: 'What lies elsewhere may have it.',
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    const root = Kustomization.at(uri, manifest.document);
    // A component changes what others have: nothing is known of it by itself.
    if (!root || root.isComponent) return;
    // What is known of the workspace has been read, and large definitions are not parsed again for each kustomization.
    const { known } = await kustomizationsOf(await Manifests.around(uri, host), host);
    const sources = new Sources(host, known);
    const { notes } = await build(root, (folder) => kustomizationOf(folder, sources), sources);
    const isKnown = notes.incomplete.size === 0 && notes.uncertain.size === 0;
    for (const remark of notes.remarks) {
      if (remark.kustomization !== root || (remark.sort !== 'duplicate' && !isKnown)) continue;
      const { value } = remark;
      // A patch that is written here is long: its key is enough.
      const place = value.isMap || value.text?.includes('\n') ? (value.keySpan ?? value.span) : value.span;
      const described = describe(remark);
      if (!described || !place) continue;
      const finding = report(place, described);
      if (remark.sort === 'patch-without-target') finding.grade('warning');
      if (remark.sort === 'image-without-use') finding.grade('info');
      const { nearest } = remark;
      const name = remark.sort === 'patch-without-target' ? remark.value.get('name') : remark.value;
      if (nearest !== undefined && remark.sort !== 'patch-without-base' && name.text !== undefined) {
        finding.fix(`Use ${nearest}`, () => replaceInText(name, 0, name.text?.length ?? 0, nearest));
      }
      const isRepeated = root.resources.some(({ path, value }) => path === remark.value.text && value !== remark.value);
      if (remark.sort === 'duplicate' && isRepeated)
        finding.fix(`Remove the second ${remark.value.text}`, () => removeValue(remark.value));
    }
  },
});

/** What a remark says; undefined for what another rule tells. */
function describe({ sort, detail, nearest }: BuildRemark): string | undefined {
  const hint = nearest === undefined ? '' : `: did you mean "${nearest}"?`;
  switch (sort) {
    case 'patch-without-target':
      return `No resource here is selected by ${detail}, so that the patch changes nothing${hint}`;
    case 'patch-without-base':
      return `There is no ${detail} here to patch, so that the build fails${hint}`;
    case 'patch-failed':
      return `The patch cannot be applied, so that the build fails: ${detail}`;
    case 'replicas-without-use':
      return `There is no workload "${detail}" here to scale, so that the build fails${hint}`;
    case 'image-without-use':
      return `No container here has the image "${detail}", so that this changes nothing${hint}`;
    case 'duplicate':
      return `${detail} is here for the second time, so that the build fails: take out one of the two`;
    default:
      return undefined;
  }
}
