import { setField } from '../../kubernetes/edits.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

const ofAnySnippet = [
  'trivy/KCV-0093',
  'checkov/CKV_K8S_153',
  'kubescape/C-0059',
  'datree/INGRESS_CVE2021_25742_INCORRECT_SERVER_SNIPPET_KEY',
] as const;
const ofSwitch = ['kubescape/C-0059', 'datree/CONFIGMAP_CVE2021_25742_INCORRECT_SNIPPET_ANNOTATIONS_VALUE'] as const;

/** What reads files or runs programs in the controller, by the alias that means it. */
const dangers: readonly { readonly pattern: RegExp; readonly what: string; readonly alias?: string }[] = [
  { pattern: /\blua_|_by_lua|\blua-/, what: 'runs Lua in the controller', alias: 'checkov/CKV_K8S_152' },
  { pattern: /\balias\s/, what: 'serves files of the controller', alias: 'checkov/CKV_K8S_154' },
  { pattern: /serviceaccount/, what: 'reads the token of the controller' },
  { pattern: /\bload_module\b/, what: 'loads code into the controller' },
];

export default manifestRule({
  id: 'ingress-snippets',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Put no nginx configuration into annotations',
  why: 'ingress-nginx puts snippets into its own configuration as they are. Whoever may write an Ingress can so read the files of the controller, the token of its service account among them, and with it the secrets of all namespaces (CVE-2021-25742). Since version 1.9 snippets are refused unless a switch allows them. What reads files or runs code is told by default, everything else under `strict`.',
  aliases: [...ofAnySnippet, 'checkov/CKV_K8S_152', 'checkov/CKV_K8S_154', ofSwitch[1]],
  fix: 'manual',
  fixing:
    'Removes the snippet, or turns the switch off. What the snippet did needs an annotation of its own, or the application.',
  references: [
    'https://github.com/kubernetes/kubernetes/issues/126811',
    'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations',
  ],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-body-size: 8m\n    nginx.ingress.kubernetes.io/server-snippet: |\n      location /x { alias /var/run/secrets/kubernetes.io/serviceaccount/; }\nspec:\n  rules: []\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-body-size: 8m\nspec:\n  rules: []\n',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: gzip off;\nspec:\n  rules: []\n',
      fixed: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules: []\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ingress-nginx-controller\ndata:\n  allow-snippet-annotations: "true"\n',
      fixed:
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ingress-nginx-controller\ndata:\n  allow-snippet-annotations: "false"\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-body-size: 8m\nspec:\n  rules: []\n',
    },
  ],
  check({ manifest, report }) {
    for (const { value, label } of manifest.ofKind('Ingress')) {
      for (const [name, snippet] of value.at('metadata', 'annotations').entries) {
        if (!/^[\w.-]*nginx[\w.-]*\/[\w-]*snippet$/.test(name) || !snippet.keySpan) continue;
        const found = dangers.filter(({ pattern }) => pattern.test(snippet.text ?? ''));
        const what = found[0]?.what ?? 'changes the configuration of the controller';
        const finding = report(
          snippet.keySpan,
          `A snippet of ${label} ${what}, which is why controllers refuse them: leave it out`,
        )
          .as(...ofAnySnippet, ...found.flatMap(({ alias }) => alias ?? []))
          .fix('Remove the snippet', () => removeValue(snippet));
        if (found.length === 0) finding.onlyIn('strict');
      }
    }
    for (const { value } of manifest.ofKind('ConfigMap')) {
      const data = value.get('data');
      const allowed = data.get('allow-snippet-annotations');
      if (allowed.text !== 'true' || !allowed.span) continue;
      const finding = report(
        allowed.span,
        'With snippets allowed, whoever may write an Ingress reads the secrets of the controller: turn them off',
      )
        .as(...ofSwitch)
        .fix('Turn snippets off', () => setField(data, ['allow-snippet-annotations'], 'false'));
      // Who uses the template says whether they are allowed.
      if (allowed.isOptionalBeside(data)) finding.onlyIn('strict').grade('info');
    }
  },
});
