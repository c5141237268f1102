import type { Built } from '../../core/fix.ts';
import { isValidReference, readImageReference, whyInvalid } from '../../image/reference.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'valid-image-name',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name images so that they can be pulled',
  why: 'An image is named `[registry/]name[:tag][@digest]`, the name in lower case, without a protocol and without blanks around it. The API server refuses blanks, and with everything else the kubelet stops at `InvalidImageName` when the pod is long accepted. Names in capitals throughout, which a script most likely replaces, are passed over.',
  aliases: [],
  fix: 'suggested',
  fixing: 'Takes blanks and protocols away and writes names in lower case. What is missing nobody can know.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: https://registry.example.com/web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.example.com/web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: acme/webServer:1.0 # ours\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: acme/webserver:1.0 # ours\n',
    },
    {
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: 'nginx:1.30 '\n",
      fixed:
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: 'nginx:1.30'\n",
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: "nginx:"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30:alpine\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.example.com:5000/team/app_base:1.2-RC.1\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.example.com/PROJECT_ID/app:TAG\n',
      note: 'A script will fill in the name.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const value = container.value.get('image');
      const { text, span } = value;
      if (text === undefined || !span) continue;
      const name = text.trim();
      if (name !== '' && name !== text) {
        report(span, `There are blanks around "${name}", which the API server refuses: take them away`).fix(
          'Take the blanks away',
          () => withoutBlanks(value, text),
        );
        continue;
      }
      if (!container.image || isValidReference(name) || holdsPlaceholder(name)) continue;
      const finding = report(span, `"${name}" cannot be the name of an image: ${whyInvalid(name)}`);
      const protocol = /^(?:https?|docker|oci):\/\//i.exec(name)?.[0];
      if (protocol !== undefined) {
        finding.fix(`Take ${protocol} away`, () => replaceInText(value, 0, protocol.length, ''));
        continue;
      }
      const { nameEnd } = readImageReference(name);
      const lower = name.slice(0, nameEnd).toLowerCase();
      if (isValidReference(lower + name.slice(nameEnd)))
        finding.fix('Write the name in lower case', () => replaceInText(value, 0, nameEnd, lower));
    }
  },
});

function withoutBlanks(value: YamlValue, text: string): Built {
  return replaceInText(value, 0, text.length, text.trim());
}

/** Whether a tool or script most likely replaces part of a name: capitals throughout, signs around, a scheme of its own. */
function holdsPlaceholder(name: string): boolean {
  if (/^(?!https?:|docker:|oci:)[a-z]+:\/\//i.test(name)) return true;
  return /[^\w./:@-]|__/.test(name) || name.split(/[/:@]/).some((part) => /^[A-Z][A-Z\d_.-]*$/.test(part));
}
