import { type Built, Refusal, type Safety, together } from '../../core/fix.ts';
import { removeValue, setValue } from '../../yaml/edit.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/**
 * `apps/v1` wants a selector, which was made from the labels of the pods before, and knows no `rollbackTo` and
 * `templateGeneration` any more. Its defaults for rollouts are others than those of `extensions/v1beta1` and
 * `apps/v1beta1`.
 */
export const workload: Migration = {
  safetyOf({ apiVersion }: Resource): Safety {
    return apiVersion === 'apps/v1beta2' ? 'safe' : 'suggested';
  },

  reshape(resource: Resource): Built {
    const gone = ['rollbackTo', 'templateGeneration'].map((name) => resource.value.at('spec', name));
    return together(selected(resource), ...gone.filter(({ hasKey }) => hasKey).map(removeValue));
  },
};

function selected({ value }: Resource): Built {
  const spec = value.get('spec');
  const labels = spec.at('template', 'metadata', 'labels');
  // What has no pod template is a patch, and gets its selector from the object it is a patch of.
  if (spec.get('selector').hasKey || !spec.at('template', 'spec', 'containers').hasKey || labels.entries.length === 0) {
    return [];
  }
  const matchLabels: Record<string, string> = {};
  for (const [name, label] of labels.entries) {
    if (label.text === undefined) return new Refusal(`The value of the label "${name}" is not known.`);
    matchLabels[name] = label.text;
  }
  return setValue(spec, ['selector'], { matchLabels }, { after: ['replicas', 'serviceName'], orFirst: true });
}
