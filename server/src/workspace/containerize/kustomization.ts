import { renderBlock } from '../../yaml/render.ts';
import type { PlannedFile } from './plan.ts';

/** A kustomization of some manifests that lie in one folder, so that they can be applied together. */
export function kustomizationOf(manifests: readonly PlannedFile[]): PlannedFile {
  const [first] = manifests;
  const folder = first?.path.replace(/[^/]*$/, '') ?? '';
  const resources = manifests.map(({ path }) => path.slice(folder.length)).toSorted();
  const content = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return { path: `${folder}kustomization.yaml`, text: `${renderBlock(content, 0, { map: 2, list: 2 }, '\n')}\n` };
}
