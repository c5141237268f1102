import type { Chart } from '../../workspace/helm/chart.ts';
import type { ObjectPath } from '../../workspace/helm/meaning.ts';
import type { YamlValue } from '../../yaml/value.ts';

/** What `Chart.yaml` has under the name that templates use: `.Chart.AppVersion` is `appVersion` there. */
export function chartFieldOf([object, field, ...more]: ObjectPath, { metadata }: Chart): YamlValue | undefined {
  if (object !== 'Chart' || field === undefined || more.length > 0) return undefined;
  const key = field.startsWith('API') ? `api${field.slice(3)}` : field.charAt(0).toLowerCase() + field.slice(1);
  const value = metadata.root.get(key);
  return value.hasKey ? value : undefined;
}
