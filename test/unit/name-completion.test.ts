import { describe, expect, it } from 'vitest';
import { nameCompletion } from '../../server/src/ide/kubernetes/names/completion.ts';
import { Editing } from '../support/editing.ts';

type Files = Readonly<Record<string, string>>;

const labelsFor = async (files: Files) =>
  (await new Editing(files).suggestions(nameCompletion)).map(({ label }) => label);
const completed = (files: Files, label: string) => new Editing(files).completed(nameCompletion, label);

const workload = (name: string, labels: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: ${labels}}\n    spec:\n      containers:\n        - name: ${name}\n          image: a:1\n          ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}]\n`;
const others: Files = {
  'k8s/web.yaml': workload('web', '{app: web, tier: front}'),
  'k8s/api.yaml': workload('api', '{app: api, tier: back}'),
  'k8s/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {app: web}\n  ports: [{name: plain, port: 80}, {name: tls, port: 443}]\n',
  'k8s/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {mode: fast, "log.level": debug}\n',
  'k8s/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {token: a}\n',
  'far/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: far}\n',
  'far/db.yaml': workload('db', '{app: db, tier: store}'),
};
const service = (rest: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: new\nspec:\n${rest}`;
const pod = (rest: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: new\nspec:\n${rest}`;
const ingress = (rest: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: new\nspec:\n  defaultBackend:\n    service:\n${rest}`;

describe('completion of names in manifests', () => {
  it('suggests labels of pods for a selector, key and value together', async () => {
    const files = { ...others, 'k8s/new.yaml': service('  selector:\n    ‸\n  ports: []\n') };
    expect(await labelsFor(files)).toEqual([
      'app: web',
      'tier: front',
      'app: api',
      'tier: back',
      'app: db',
      'tier: store',
    ]);
    expect(await completed(files, 'app: api')).toBe(service('  selector:\n    app: api\n  ports: []\n'));
  });

  it('suggests the values of a label, and only what goes with the labels beside it', async () => {
    const values = (rest: string) => labelsFor({ ...others, 'k8s/new.yaml': service(rest) });
    expect(await values('  selector:\n    app: ‸\n')).toEqual(['web', 'api', 'db']);
    expect(await values('  selector: {app: a‸}\n')).toEqual(['api']);
    expect(await values('  selector: {app: ‸a}\n')).toEqual(['web', 'api', 'db']);
    expect(await values('  selector:\n    app: ‸ # which\n    tier: back\n')).toEqual(['api']);
    expect(await values('  selector:\n    app: api\n    ti‸: back\n')).toEqual(['tier']);
    expect(await values('  selector:\n    app: api\n    ‸\n')).toEqual(['tier: back']);
  });

  it('suggests Services, and the ports of the one that is named', async () => {
    const named = (rest: string) => ({ ...others, 'k8s/new.yaml': ingress(rest) });
    expect(await labelsFor(named('      name: ‸\n'))).toEqual(['web']);
    expect(await labelsFor(named('      name: web\n      port:\n        name: ‸\n'))).toEqual(['plain', 'tls']);
    expect(await completed(named('      name:‸\n'), 'web')).toBe(ingress('      name: web\n'));
    expect(await completed(named('      name: "w‸x"\n'), 'web')).toBe(ingress('      name: "web"\n'));
    expect(await completed(named("      name: '‸'\n"), 'web')).toBe(ingress("      name: 'web'\n"));
  });

  it('lists the nearest where there are very many, and others as they are typed', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1200 }, (_, index) => [
        `all/${index}.yaml`,
        `apiVersion: v1\nkind: Service\nmetadata: {name: service-${index}}\n`,
      ]),
    );
    expect(await labelsFor({ ...many, 'k8s/new.yaml': ingress('      name: ‸\n') })).toHaveLength(1000);
    expect(await labelsFor({ ...many, 'k8s/new.yaml': ingress('      name: e1199‸\n') })).toEqual(['service-1199']);
  });

  it('says what is called so, and where it stands', async () => {
    const editing = new Editing({ ...others, 'k8s/new.yaml': ingress('      name: ‸\n') });
    const [suggestion] = await editing.suggestions(nameCompletion);
    expect(suggestion).toMatchObject({ label: 'web', kind: 'name', detail: 'Service/web in shop · k8s/service.yaml' });
  });

  it('suggests ConfigMaps, the nearest first, and the keys of the one that is named', async () => {
    const env = (reference: string) =>
      pod(
        `  containers:\n    - name: a\n      image: a:1\n      env:\n        - name: A\n          valueFrom:\n            ${reference}\n`,
      );
    const at = (reference: string) => labelsFor({ ...others, 'k8s/new.yaml': env(reference) });
    expect(await at('configMapKeyRef: {name: ‸}')).toEqual(['settings', 'far']);
    expect(await at('configMapKeyRef: {name: settings, key: ‸}')).toEqual(['mode', 'log.level']);
    expect(await at('secretKeyRef:\n              name: keys\n              key: ‸')).toEqual(['token']);
  });

  it('suggests what the pod itself has', async () => {
    const text = pod(
      '  volumes:\n    - name: data\n    - name: cache\n  containers:\n    - name: a\n      image: a:1\n      ports: [{name: http, containerPort: 80}]\n      readinessProbe: {httpGet: {port: ‸}}\n      volumeMounts:\n        - name: \n',
    );
    expect(await labelsFor({ ...others, 'k8s/new.yaml': text })).toEqual(['http']);
    const mount = text.replace('‸', 'http').replace('- name: \n', '- name: ‸\n');
    expect(await labelsFor({ ...others, 'k8s/new.yaml': mount })).toEqual(['data', 'cache']);
  });

  it('suggests the ports of the pods that a Service selects', async () => {
    const text = service('  selector: {app: web}\n  ports:\n    - port: 80\n      targetPort: ‸\n');
    expect(await labelsFor({ ...others, 'k8s/new.yaml': text })).toEqual(['http', 'metrics']);
  });

  it('suggests what an autoscaler can scale', async () => {
    const text =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: new}\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ‸\n';
    expect(await labelsFor({ ...others, 'k8s/new.yaml': text })).toEqual(['web', 'api', 'db']);
  });

  it('suggests namespaces, and what every cluster has', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n  namespace: ‸\n';
    expect(await labelsFor({ ...others, 'k8s/new.yaml': text })).toEqual(['shop', 'default', 'kube-system']);
    const account = pod('  serviceAccountName: ‸\n  containers: [{name: a, image: a}]\n');
    expect(await labelsFor({ 'new.yaml': account })).toEqual(['default']);
  });

  it('suggests the labels that a workload asks for to its pods', async () => {
    const text = workload('web', '{‸}').replace('app: web', 'app: web, tier: "1"');
    expect(await labelsFor({ 'new.yaml': text })).toEqual(['app: web', 'tier: 1']);
    expect(await completed({ 'new.yaml': text }, 'tier: 1')).toContain('{labels: {tier: "1"}}');
  });

  it('suggests what a patch can be for', async () => {
    const files = {
      'base/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n',
      'base/web.yaml': workload('web', '{app: web}'),
      'prod/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches: [{path: patch.yaml}]\n',
    };
    const patch = (name: string, container: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: ${container}\n          resources: {}\n`;
    expect(await labelsFor({ ...files, 'prod/patch.yaml': patch('‸', 'a') })).toEqual(['web']);
    expect(await labelsFor({ ...files, 'prod/patch.yaml': patch('web', '‸') })).toEqual(['web']);
  });

  it('works in a list, in a file with CRLF, and beside what is broken', async () => {
    const items = pod('  imagePullSecrets:\n    - name: ‸\n  containers: [{name: a, image: a}]\n');
    expect(await labelsFor({ ...others, 'k8s/new.yaml': items.replaceAll('\n', '\r\n') })).toEqual(['keys']);
    const broken = pod('  serviceAccountName: x\n  imagePullSecrets:\n    - name: ‸\n  containers: [{name: a\n');
    expect(await labelsFor({ ...others, 'k8s/new.yaml': broken })).toEqual(['keys']);
    const expression =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: new}\nspec:\n  selector:\n    matchExpressions:\n      - key: app\n        operator: In\n        values:\n          - ‸\n';
    expect(await labelsFor({ ...others, 'k8s/new.yaml': expression })).toEqual(['web', 'api', 'db']);
    expect(await completed({ ...others, 'k8s/new.yaml': expression.replace('- ‸', '-‸') }, 'db')).toContain('- db\n');
  });

  it('has nothing to say where no name stands', async () => {
    for (const text of [
      service('  type: ‸\n'),
      service('  # selector: ‸\n'),
      '‸',
      'a: ‸\n',
      service('  ports:\n    - name: ‸\n      port: 80\n'),
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: ‸\n',
    ])
      expect(await labelsFor({ ...others, 'k8s/new.yaml': text })).toEqual([]);
  });
});
