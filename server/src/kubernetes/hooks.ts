import type { Resource } from './resource.ts';

/** Whether Helm or Argo CD runs it at a certain moment, and clears it away itself. */
export function isHook({ value }: Resource): boolean {
  const annotations = value.at('metadata', 'annotations');
  return annotations.entries.some(([key]) => /^(?:helm\.sh|argocd\.argoproj\.io)\/hook/.test(key));
}

/**
 * Whether it is what `helm test` runs: somebody looks at it while it tries the release, and then it is gone (Helm 3; before,
 * it was `test-success` and `test-failure`).
 */
export function isChartTest(resource: Resource): boolean {
  const hooks = resource.annotation('helm.sh/hook').text?.split(',') ?? [];
  return hooks.some((hook) => /^test(?:-success|-failure)?$/.test(hook.trim()));
}
