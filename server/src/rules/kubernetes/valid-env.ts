import { replaceValue } from '../../kubernetes/edits.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

/** The sources a variable may come from; exactly one of them (API reference, "EnvVarSource", Kubernetes 1.36). */
const sources = ['configMapKeyRef', 'secretKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef'] as const;

export default manifestRule({
  id: 'valid-env',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write environment variables that the API server accepts',
  why: 'The value of a variable is a text. `value: 8080` is a number to YAML and `value: true` a boolean, and the API server refuses both; in quotes they are what was meant. A variable has either a `value` or a `valueFrom` with one source, never two.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'suggested',
  fixing: 'Puts the value into quotes. Of two sources, one has to be chosen.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PORT\n          value: 8080 # HTTP\n        - {name: DEBUG, value: true}\n        - name: VERBOSE\n          value: yes\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PORT\n          value: "8080" # HTTP\n        - {name: DEBUG, value: "true"}\n        - name: VERBOSE\n          value: "yes"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: migrate\n      image: web:1.0\n      env:\n        - name: PASSWORD_FILE\n          value: /run/secret\n          valueFrom:\n            configMapKeyRef:\n              name: web\n              key: file\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: migrate\n      image: web:1.0\n      env:\n        - name: PASSWORD_FILE\n          valueFrom:\n            configMapKeyRef:\n              name: web\n              key: file\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PORT\n          value: "8080"\n        - name: EMPTY\n        - name: ALSO_EMPTY\n          value: ""\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.name\n        - name: "NULL"\n          value:\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const item of container.value.get('env').items) {
        const [value, from] = [item.get('value'), item.get('valueFrom')];
        const name = item.get('name').text ?? 'The variable';
        const text = unquoted(value);
        if (text !== undefined && value.span)
          report(
            value.span,
            `${name} is a ${value.boolean === undefined ? 'number' : 'boolean'} here, and the API server accepts only text: put it into quotes`,
          ).fix('Put it into quotes', () => replaceValue(value, text));
        // In a template each may stand under a condition of its own.
        if (item.isOpen && !item.isPartial) continue;
        const written = sources.filter((source) => from.get(source).isMap);
        if (from.isMap && value.text && from.keySpan)
          report(
            from.keySpan,
            `${name} has both a value and a valueFrom, and the API server accepts one of them: choose`,
          )
            .fix('Keep valueFrom', () => removeValue(value), 'manual')
            .fix('Keep the value', () => removeValue(from), 'manual');
        else if (written.length > 1 && from.keySpan)
          report(
            from.keySpan,
            `${name} has ${written.length} sources, ${written.join(' and ')}, and the API server accepts one of them: choose`,
          );
      }
    }
  },
});

/** The text of a scalar that YAML takes for a number or a boolean, as it is written; readers differ about `y` and `n`. */
function unquoted(value: YamlValue): string | undefined {
  const isText = value.number === undefined && value.boolean === undefined;
  return isText || /^[yn]$/i.test(value.text ?? '') ? undefined : value.text;
}
