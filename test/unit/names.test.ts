import { describe, expect, it } from 'vitest';
import { nameNavigation } from '../../server/src/ide/kubernetes/names/navigation.ts';
import { nameRenaming } from '../../server/src/ide/kubernetes/names/renaming.ts';
import { Editing } from '../support/editing.ts';

const definitions = (files: Readonly<Record<string, string>>) => new Editing(files).definitions(nameNavigation);
const references = (files: Readonly<Record<string, string>>) => new Editing(files).references(nameNavigation);

const deployment = (name = 'web', namespace = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
${namespace && `  namespace: ${namespace}\n`}spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: ${name}:1.0
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              port: http
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          emptyDir: {}
`;
const service = (selector = '    app: web\n') => `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
${selector}  ports:
    - name: http
      port: 80
      targetPort: http
`;
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
`;
const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  "log.level": debug
  mode: fast
`;
const pod = (container: string, spec = '') => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
${spec}  containers:
    - name: web
      image: web:1.0
${container}`;

const at = (text: string, line: number, what: string) => {
  const lines = text.split('\n');
  lines[line - 1] = (lines[line - 1] ?? '').replace(what, `${what.slice(0, 1)}‸${what.slice(1)}`);
  return lines.join('\n');
};

describe('the name of a resource', () => {
  it('leads to the resource, in whatever file it is', async () => {
    const files = { 'k8s/ingress.yaml': at(ingress, 13, 'web'), 'k8s/service.yaml': service() };
    expect(await definitions(files)).toEqual(['k8s/service.yaml:4 web']);
  });

  it('leads back to all who mention it, and to nobody who means something else of that name', async () => {
    const files = {
      'k8s/service.yaml': at(service(), 4, 'web'),
      'k8s/ingress.yaml': ingress,
      'k8s/web.yaml': deployment(),
      'k8s/elsewhere.yaml': ingress.replace('name: web\nspec', 'name: web\n  namespace: other\nspec'),
    };
    expect(await references(files)).toEqual(['k8s/ingress.yaml:13 web', 'k8s/elsewhere.yaml:14 web']);
    files['k8s/service.yaml'] = files['k8s/service.yaml'].replace('eb\nspec', 'eb\n  namespace: shop\nspec');
    expect(await references(files)).toEqual(['k8s/ingress.yaml:13 web']);
  });

  it('means the nearest of several', async () => {
    const files = {
      'a/ingress.yaml': at(ingress, 13, 'web'),
      'a/service.yaml': service(),
      'b/service.yaml': service(),
    };
    expect(await definitions(files)).toEqual(['a/service.yaml:4 web']);
    const { 'a/service.yaml': _, ...apart } = files;
    expect(await definitions(apart)).toEqual(['b/service.yaml:4 web']);
  });

  it('is itself where it is defined', async () => {
    expect(await definitions({ 'service.yaml': at(service(), 4, 'web') })).toEqual(['service.yaml:4 web']);
  });

  it('is mentioned by roles, autoscalers, accounts and owners of claims', async () => {
    const files = {
      'account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ro‸bot\n',
      'binding.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: robot}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\nsubjects:\n  - kind: ServiceAccount\n    name: robot\n  - kind: User\n    name: robot\n',
      'pod.yaml': pod('', '  serviceAccountName: "robot"\n'),
    };
    expect(await references(files)).toEqual(['binding.yaml:7 robot', 'pod.yaml:6 robot']);
  });

  it('is mentioned by endpoints that are written by hand', async () => {
    const files = {
      'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: st‸ore}\nspec:\n  ports: [{port: 24007}]\n',
      'endpoints.yaml': 'apiVersion: v1\nkind: Endpoints\nmetadata:\n  name: store\nsubsets: []\n',
      'slice.yaml':
        'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: a\n  labels:\n    kubernetes.io/service-name: store\n',
    };
    expect(await references(files)).toEqual(['endpoints.yaml:4 store', 'slice.yaml:6 store']);
  });

  it('may be that of a namespace', async () => {
    const files = {
      'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
      'policy.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  podSelector: {}\n  ingress:\n    - from:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: sh‸op\n',
      'web.yaml': deployment('web', 'shop'),
    };
    expect(await definitions(files)).toEqual(['namespace.yaml:4 shop']);
    expect(await references(files)).toEqual(['policy.yaml:5 shop', 'policy.yaml:12 shop', 'web.yaml:5 shop']);
  });

  it('may be defined nowhere, and mean the same wherever it is mentioned', async () => {
    const files = {
      'a.yaml': pod('', '  serviceAccountName: ro‸bot\n'),
      'b.yaml': pod('', '  serviceAccountName: robot\n'),
      'c.yaml': pod('', '  priorityClassName: robot\n'),
    };
    expect(await definitions(files)).toEqual([]);
    expect(await references(files)).toEqual(['a.yaml:6 robot', 'b.yaml:6 robot']);
  });

  it('is given by a generator of a kustomization', async () => {
    const files = {
      'kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [pod.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals:\n      - mode=fast\n    files:\n      - conf/app.ini\n  - name: others\n    literals:\n      - mode=slow\n',
      'pod.yaml': pod(
        '      env:\n        - name: MODE\n          valueFrom:\n            configMapKeyRef:\n              name: settings\n              key: mode\n',
      ),
    };
    expect(await definitions({ ...files, 'pod.yaml': at(files['pod.yaml'], 13, 'settings') })).toEqual([
      'kustomization.yaml:5 settings',
    ]);
    expect(await definitions({ ...files, 'pod.yaml': at(files['pod.yaml'], 14, 'mode') })).toEqual([
      'kustomization.yaml:7 mode',
    ]);
  });
});

describe('a patch', () => {
  const files = {
    'base/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml, service.yaml]\n',
    'base/web.yaml': deployment(),
    'base/service.yaml': service(),
    'prod/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches:\n  - path: patch.yaml\n  - path: service.yaml\n  - target: {kind: Deployment, name: web}\n    patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n      spec:\n        replicas: 3\n',
    'prod/patch.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          volumeMounts:\n            - name: data\n              mountPath: /more\n',
    'prod/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n',
    'other/web.yaml': deployment(),
  };

  it('names what it patches', async () => {
    const inPatch = (line: number, what: string) =>
      definitions({ ...files, 'prod/patch.yaml': at(files['prod/patch.yaml'], line, what) });
    expect(await inPatch(4, 'web')).toEqual(['base/web.yaml:4 web']);
    expect(await inPatch(9, 'app')).toEqual(['base/web.yaml:15 app']);
    expect(await inPatch(11, 'data')).toEqual(['base/web.yaml:27 data']);
    const ofService = { ...files, 'prod/service.yaml': at(files['prod/service.yaml'], 4, 'web') };
    expect(await definitions(ofService)).toEqual(['base/service.yaml:4 web']);
  });

  it('is among those who mention what it patches, wherever it is written', async () => {
    expect(await references({ ...files, 'base/web.yaml': at(files['base/web.yaml'], 4, 'web') })).toEqual([
      'prod/kustomization.yaml:7 web',
      'prod/kustomization.yaml:12 web',
      'prod/patch.yaml:4 web',
    ]);
    expect(await references({ ...files, 'base/web.yaml': at(files['base/web.yaml'], 15, 'app') })).toEqual([
      'prod/patch.yaml:9 app',
    ]);
  });
});

describe('a label', () => {
  it('in a selector leads to the pods that are selected', async () => {
    const files = {
      'service.yaml': at(service(), 7, 'web'),
      'web.yaml': deployment(),
      'api.yaml': deployment('api'),
    };
    expect(await definitions(files)).toEqual(['web.yaml:12 web']);
    expect(await definitions({ ...files, 'service.yaml': at(service(), 7, 'app') })).toEqual(['web.yaml:12 app']);
  });

  it('of pods leads to the selectors that select them', async () => {
    const budget =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n  selector:\n    matchExpressions:\n      - {key: app, operator: In, values: [api, web]}\n';
    const files = {
      'web.yaml': at(deployment(), 12, 'web'),
      'service.yaml': service(),
      'other.yaml': service('    app: web\n    tier: front\n'),
      'budget.yaml': budget,
      'api.yaml': deployment('api'),
    };
    expect(await references(files)).toEqual(['web.yaml:8 web', 'service.yaml:7 web', 'budget.yaml:7 web']);
    const byKey = { ...files, 'web.yaml': at(deployment(), 12, 'app') };
    expect(await references(byKey)).toEqual(['web.yaml:8 app', 'service.yaml:7 app', 'budget.yaml:7 app']);
  });

  it('is found beside those that controllers set', async () => {
    const one = service('    app: w‸eb\n    statefulset.kubernetes.io/pod-name: web-0\n');
    expect(await definitions({ 'service.yaml': one, 'web.yaml': deployment() })).toEqual(['web.yaml:12 web']);
  });

  it('of a Service leads to the monitors that look for it', async () => {
    const files = {
      'service.yaml': service().replace('name: web\nspec', 'name: web\n  labels:\n    team: sh‸op\nspec'),
      'monitor.yaml':
        'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\nspec:\n  selector:\n    matchLabels: {team: shop}\n  endpoints:\n    - port: http\n',
      'web.yaml': deployment().replaceAll('app: web', 'team: shop'),
    };
    expect(await references(files)).toEqual(['monitor.yaml:6 shop']);
  });

  it('is asked for by affinities, spreads and policies as well', async () => {
    const spread =
      '  topologySpreadConstraints:\n    - labelSelector: {matchLabels: {app: web}}\n  affinity:\n    podAntiAffinity:\n      preferredDuringSchedulingIgnoredDuringExecution:\n        - podAffinityTerm: {labelSelector: {matchLabels: {app: web}}}\n';
    const policy =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {matchLabels: {app: web}}\n  ingress:\n    - from: [{podSelector: {matchLabels: {app: web}}}]\n';
    const files = {
      'pod.yaml': pod('', spread).replace('name: web\nspec', 'name: web\n  labels: {app: w‸eb}\nspec'),
      'policy.yaml': policy,
    };
    expect(await references(files)).toEqual([
      'pod.yaml:8 web',
      'pod.yaml:12 web',
      'policy.yaml:5 web',
      'policy.yaml:7 web',
    ]);
  });
});

describe('names within a pod', () => {
  it('are its ports', async () => {
    const files = { 'web.yaml': at(deployment(), 22, 'http'), 'api.yaml': deployment('api') };
    expect(await definitions(files)).toEqual(['web.yaml:18 http']);
    const back = { 'web.yaml': at(deployment(), 18, 'http'), 'api.yaml': deployment('api'), 's.yaml': service() };
    expect(await references(back)).toEqual(['web.yaml:22 http', 's.yaml:11 http']);
  });

  it('are the ports that a Service leads to', async () => {
    const files = { 's.yaml': at(service(), 11, 'http'), 'web.yaml': deployment(), 'api.yaml': deployment('api') };
    expect(await definitions(files)).toEqual(['web.yaml:18 http']);
  });

  it('are its volumes, claimed ones included', async () => {
    expect(await definitions({ 'web.yaml': at(deployment(), 24, 'data') })).toEqual(['web.yaml:27 data']);
    const claimed = deployment()
      .replace('Deployment', 'StatefulSet')
      .replace('      volumes:\n        - name: data\n          emptyDir: {}\n', '')
      .concat('  volumeClaimTemplates:\n    - metadata:\n        name: data\n');
    expect(await definitions({ 'web.yaml': at(claimed, 24, 'data') })).toEqual(['web.yaml:28 data']);
  });

  it('are its containers', async () => {
    const text = pod(
      '      env:\n        - name: CPUS\n          valueFrom: {resourceFieldRef: {containerName: web, resource: limits.cpu}}\n',
    ).replace('name: web\n', 'name: web\n  annotations: {kubectl.kubernetes.io/default-container: w‸eb}\n');
    expect(await definitions({ 'pod.yaml': text })).toEqual(['pod.yaml:8 web']);
    expect(await references({ 'pod.yaml': text })).toEqual(['pod.yaml:5 web', 'pod.yaml:12 web']);
  });
});

describe('names within other resources', () => {
  it('are the ports of a Service', async () => {
    const files = { 'ingress.yaml': at(ingress, 15, 'http'), 's.yaml': service() };
    expect(await definitions(files)).toEqual(['s.yaml:9 http']);
    expect(await references({ 'ingress.yaml': ingress, 's.yaml': at(service(), 9, 'http') })).toEqual([
      'ingress.yaml:15 http',
    ]);
  });

  it('are the keys of a ConfigMap or Secret', async () => {
    const container =
      '      env:\n        - name: MODE\n          valueFrom: {configMapKeyRef: {name: settings, key: log.level}}\n      volumeMounts:\n        - {name: config, mountPath: /etc/mode, subPath: mode}\n';
    const text = pod(container, '  volumes:\n    - name: config\n      configMap: {name: settings}\n');
    const key = at(text, 14, 'log.level');
    expect(await definitions({ 'pod.yaml': key, 'map.yaml': configMap })).toEqual(['map.yaml:6 log.level']);
    const path = text.replace('subPath: mode', 'subPath: mo‸de');
    expect(await definitions({ 'pod.yaml': path, 'map.yaml': configMap })).toEqual(['map.yaml:7 mode']);
    expect(await references({ 'pod.yaml': text, 'map.yaml': at(configMap, 7, 'mode') })).toEqual(['pod.yaml:16 mode']);
  });
});

describe('renaming', () => {
  const rename = (files: Readonly<Record<string, string>>, name: string) =>
    new Editing(files).rename(nameRenaming, name);

  it('changes a label of pods, and all that selects them', async () => {
    const files = {
      'web.yaml': at(deployment(), 12, 'web'),
      'service.yaml': service(),
      'canary.yaml': deployment().replace('name: web', 'name: canary'),
      'api.yaml': deployment('api'),
    };
    expect(await rename(files, 'shop')).toEqual({
      'web.yaml': deployment().replaceAll('app: web', 'app: shop'),
      'service.yaml': service('    app: shop\n'),
      'canary.yaml': files['canary.yaml'].replaceAll('app: web', 'app: shop'),
    });
    expect(await new Editing(files).doubts(nameRenaming, 'shop')).toEqual([]);
  });

  it('changes the key of a label', async () => {
    const files = { 'web.yaml': deployment(), 'service.yaml': at(service(), 7, 'app') };
    expect(await rename(files, 'example.com/app')).toEqual({
      'web.yaml': deployment().replaceAll('app: web', 'example.com/app: web'),
      'service.yaml': service('    example.com/app: web\n'),
    });
  });

  it('asks about labels that no selector asks for', async () => {
    const labelled = service().replace('name: web\nspec', 'name: web\n  labels: {app: web}\nspec');
    const files = { 'web.yaml': at(deployment(), 8, 'web'), 'service.yaml': labelled };
    expect(await rename(files, 'shop')).toHaveProperty(['service.yaml'], labelled.replaceAll('app: web', 'app: shop'));
    expect(await new Editing(files).doubts(nameRenaming, 'shop')).toEqual([
      'service.yaml:5 A label that no selector of these pods asks for',
    ]);
  });

  it('begins at the label of a workload itself as well', async () => {
    const labelled = deployment().replace('name: web\nspec', 'name: web\n  labels: {app: w‸eb}\nspec');
    const plain = labelled.replace('‸', '');
    expect(await rename({ 'web.yaml': labelled, 'service.yaml': service() }, 'shop')).toEqual({
      'web.yaml': plain.replaceAll('app: web', 'app: shop'),
      'service.yaml': service('    app: shop\n'),
    });
  });

  it('asks about what nothing says to be applied together', async () => {
    const files = { 'web/service.yaml': at(service(), 4, 'web'), 'gate/ingress.yaml': ingress };
    expect(await rename(files, 'shop')).toHaveProperty(['gate/ingress.yaml']);
    expect(await new Editing(files).doubts(nameRenaming, 'shop')).toEqual([
      'gate/ingress.yaml:13 In a file of which nothing says that it is applied together with this one',
    ]);
  });

  it('changes a key with its quotes kept, and every place that asks for it', async () => {
    const container =
      '      env:\n        - name: LEVEL\n          valueFrom: {configMapKeyRef: {name: settings, key: log.level}}\n';
    const files = { 'pod.yaml': pod(container), 'map.yaml': at(configMap, 6, 'log') };
    expect(await rename(files, 'level')).toEqual({
      'map.yaml': configMap.replace('"log.level"', '"level"'),
      'pod.yaml': pod(container.replace('log.level', 'level')),
    });
  });

  it('changes patches together with what they patch', async () => {
    const files = {
      'base/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n',
      'base/web.yaml': at(deployment(), 4, 'web'),
      'prod/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches: [{path: patch.yaml}]\n',
      'prod/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n',
    };
    const edited = await rename(files, 'shop');
    expect(Object.keys(edited)).toEqual(['base/web.yaml', 'prod/patch.yaml']);
    expect(edited).toHaveProperty(['prod/patch.yaml'], files['prod/patch.yaml'].replace('web', 'shop'));
    expect(await new Editing(files).doubts(nameRenaming, 'shop')).toEqual([]);
  });

  it('writes quotes where the name would be read as something else', async () => {
    const files = { 'web.yaml': at(deployment(), 12, 'web'), 'service.yaml': service('    app: "web"\n') };
    expect(await rename(files, '1.0')).toEqual({
      'web.yaml': deployment().replaceAll('app: web', 'app: "1.0"'),
      'service.yaml': service('    app: "1.0"\n'),
    });
  });

  it('refuses names that are not valid, and says why', async () => {
    const cases: readonly (readonly [string, string, string])[] = [
      [at(deployment(), 4, 'web'), 'Web', '"Web" cannot be the name of a Deployment: it may hold only small letters'],
      [at(deployment(), 12, 'web'), 'a b', '"a b" cannot be the value of a label: it may hold only letters'],
      [at(deployment(), 12, 'app'), 'a b', '"a b" cannot be the key of a label: it may hold only letters'],
      [at(deployment(), 18, 'http'), 'a-name-too-long-for-it', 'it has 22 characters, and 15 is the most'],
      [at(deployment(), 27, 'data'), 'a.b', '"a.b" cannot be the name of a volume: it may hold only small letters'],
      [at(service(), 4, 'web'), '1st', '"1st" cannot be the name of a Service: it must begin with a letter'],
      [at(configMap, 7, 'mode'), 'a/b', '"a/b" cannot be a key: it may hold only letters'],
      [at(configMap, 4, 'settings'), '', '"" cannot be the name of a ConfigMap: it is empty'],
    ];
    for (const [text, name, reason] of cases) expect(await rename({ 'a.yaml': text }, name)).toContain(reason);
  });

  it('refuses names that are taken', async () => {
    const others = { 'api.yaml': deployment('api'), 'map.yaml': configMap };
    const taken = (text: string, name: string) => rename({ 'a.yaml': text, ...others }, name);
    expect(await taken(at(deployment(), 4, 'web'), 'api')).toBe('Another Deployment is called "api" already.');
    expect(await taken(at(service(), 4, 'web'), 'api')).toHaveProperty(['a.yaml']);
    expect(await taken(at(configMap, 7, 'mode'), 'log.level')).toBe('Another key is called "log.level" already.');
    expect(await taken(at(deployment(), 12, 'web'), 'api')).toBe(
      'Other pods have the label app=api already, and would be selected as well.',
    );
    const two = deployment()
      .replaceAll('app: web', 'app: web, tier: front')
      .replace(/app: .*/g, '{$&}');
    expect(await taken(two.replace('{app', '{a‸pp'), 'tier')).toBe('There is a label "tier" beside it already.');
  });

  it('refuses what is shared or not written as it reads', async () => {
    const aliased = deployment()
      .replace('      app: web', '      app: &app web')
      .replace('app: web\n    spec', 'app: *app\n    spec');
    expect(await rename({ 'a.yaml': at(aliased, 12, '*app') }, 'shop')).toBe(
      '"web" is shared through an alias (a.yaml, line 12).',
    );
    const escaped = service('    app: "w\\u0065b"\n');
    expect(await rename({ 'a.yaml': escaped.replace('"w', '"‸w'), 'web.yaml': deployment() }, 'shop')).toBe(
      '"web" is written with escapes or over several lines (a.yaml, line 7).',
    );
  });
});

describe('what is highlighted', () => {
  it('is what means the same within the file', async () => {
    const files = { 'web.yaml': at(deployment(), 8, 'web'), 'service.yaml': service() };
    expect(await new Editing(files).highlights(nameNavigation)).toEqual(['12*', '8']);
  });
});

describe('what is no name', () => {
  it('leads nowhere', async () => {
    for (const line of [1, 15, 19]) {
      const editing = new Editing({
        'web.yaml': at(deployment(), line, line === 1 ? 'api' : line === 15 ? 'name' : '80'),
      });
      expect(await editing.definitions(nameNavigation)).toEqual([]);
      expect(await editing.references(nameNavigation)).toEqual([]);
    }
  });

  it('is half typed, templated or broken, and harms nobody', async () => {
    for (const text of [
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}‸\nspec:\n  selector:\n    app: {{ .x }}\n',
      'apiVersion: v1\nkind: Service\nmetadata:\n  na‸me\nspec:\n selector: [\n',
      'apiVersion: v1\nkind: Service\nmetadata: &a\n  self: *a\n  name: *b‸\nspec:\n  selector: *a\n',
    ]) {
      const editing = new Editing({ 'a.yaml': text, 'b.yaml': deployment() });
      expect(await editing.definitions(nameNavigation)).toEqual([]);
    }
  });
});
