import { oldFields, renew } from '../../workspace/kustomize/renewal.ts';
import { manifestRule } from '../define.ts';

const header = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

export default manifestRule({
  id: 'kustomize-deprecated-fields',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write kustomizations without deprecated fields',
  why: 'Kustomize 5.0 warns of `bases`, `patchesStrategicMerge`, `patchesJson6902`, `commonLabels` and `vars` at every build, and they will not be there in `kustomize.config.k8s.io/v1`. The fields that stand in for them say the same: `resources` takes folders too, `patches` takes both sorts of patches, and `labels` can leave selectors alone, which cannot be changed once a workload is there.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Moves the entries as they are written, comments included. Refuses where lists are written in brackets, for the entries would have to be written anew. `vars` have no successor that says the same.',
  references: ['https://github.com/kubernetes-sigs/kustomize/releases/tag/kustomize%2Fv5.0.0'],
  examples: [
    {
      bad: `${header}bases:\n  - ../base\n`,
      fixed: `${header}resources:\n  - ../base\n`,
    },
    {
      bad: `${header}bases:\n  - ../base # shared\nresources:\n- web.yaml\n`,
      fixed: `${header}resources:\n- web.yaml\n- ../base # shared\n`,
      note: 'The entries go behind those that are there already, in whose indentation they are written.',
    },
    {
      bad: `${header}patchesStrategicMerge:\n- memory.yaml\n- |-\n  apiVersion: v1\n  kind: Service\n  metadata:\n    name: web\n`,
      fixed: `${header}patches:\n- path: memory.yaml\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata:\n      name: web\n`,
    },
    {
      bad: `${header}commonLabels:\n  team: blue # ours\n`,
      fixed: `${header}labels:\n- includeSelectors: true\n  pairs:\n    team: blue # ours\n`,
    },
    {
      bad: `${header}patchesJson6902:\n- path: memory.yaml\n  target:\n    kind: Deployment\n    name: web\n`,
      fixed: `${header}patches:\n- path: memory.yaml\n  target:\n    kind: Deployment\n    name: web\n`,
    },
    { bad: `${header}vars:\n- name: HOST\n  objref: { kind: Service, name: web, apiVersion: v1 }\n` },
    { good: `${header}resources:\n- ../base\npatches:\n- path: memory.yaml\nlabels:\n- pairs:\n    team: blue\n` },
    {
      good: 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\nspec:\n  path: ./apps\n',
      note: 'A Kustomization of Flux is another kind.',
    },
  ],
  check({ manifest, report }) {
    const { root } = manifest.document;
    if (!root.get('apiVersion').text?.startsWith('kustomize.config.k8s.io/')) return;
    for (const field of oldFields) {
      const old = root.get(field.name);
      if (!old.keySpan || !old.exists) continue;
      const instead = field.name === 'commonLabels' ? '"labels" with "includeSelectors: true"' : `"${field.successor}"`;
      report(old.keySpan, `"${field.name}" is deprecated, and every build warns of it: use ${instead}`)
        .tag('deprecated')
        .fix(`Use ${field.successor}`, () => renew(root, field));
    }
    const vars = root.get('vars');
    if (vars.keySpan && vars.exists)
      report(vars.keySpan, '"vars" is deprecated, and every build warns of it: use "replacements"').tag('deprecated');
  },
});
