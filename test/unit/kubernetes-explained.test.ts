import { describe, expect, it } from 'vitest';
import type { Assistant } from '../../server/src/ide/assistant.ts';
import { impliedDefaults } from '../../server/src/ide/kubernetes/implied-defaults.ts';
import { selectorMatches } from '../../server/src/ide/kubernetes/selector-matches.ts';
import { serviceEndpoints } from '../../server/src/ide/kubernetes/service-endpoints.ts';
import { spotIn, workedOn } from '../support/writing.ts';

const deployment = (name: string, replicas: number, ports = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  replicas: ${replicas}\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web, tier: ${name}}}\n    spec:\n      containers:\n        - name: main\n          image: web:1.0\n${ports}`;
const service = (selector: string, port = '{port: 80, targetPort: http}') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: ${selector}\n  ports:\n    - ${port}\n`;
const http = '          ports: [{name: http, containerPort: 8080}]\n';

/** The hints of a file, each behind the line it stands on. */
async function hints(assistant: Assistant, text: string, others: Record<string, string> = {}): Promise<string[]> {
  const worked = workedOn('own.yaml', text, others);
  const { lines } = worked.file;
  const found = (await assistant.hints?.(worked, { start: 0, end: text.length })) ?? [];
  return found.map(({ offset, label }) => `${lines.lineText(lines.lineAt(offset)).trim()} ← ${label}`);
}

async function hover(assistant: Assistant, marked: string, others: Record<string, string> = {}): Promise<string> {
  return ((await assistant.explain?.(spotIn('own.yaml', marked, others))) ?? []).map(({ text }) => text).join('\n');
}

describe('hints behind selectors', () => {
  it('name the one workload that is selected, in another file, and count its pods', async () => {
    expect(await hints(selectorMatches, service('{app: web}'), { 'web.yaml': deployment('web', 3) })).toEqual([
      'selector: {app: web} ← selects Deployment/web, 3 pods',
    ]);
  });

  it('count several', async () => {
    const others = { 'a.yaml': deployment('a', 2), 'b.yaml': deployment('b', 1) };
    expect(await hints(selectorMatches, service('{app: web}'), others)).toEqual([
      'selector: {app: web} ← selects 2 workloads, 3 pods',
    ]);
  });

  it('say that nothing is selected, and nothing of a selector that a template fills in', async () => {
    expect(await hints(selectorMatches, service('{app: other}'), { 'web.yaml': deployment('web', 1) })).toEqual([
      'selector: {app: other} ← selects nothing here',
    ]);
    expect(await hints(selectorMatches, service('{app: "{{ .Values.app }}"}'))).toEqual([]);
  });

  it('stand behind budgets, policies and spreads, not behind a workload and its own template', async () => {
    const budget =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n  minAvailable: 1\n  selector: # of the web\n    matchLabels:\n      app: web\n';
    const text = `${budget}---\n${deployment('web', 2)}      topologySpreadConstraints:\n        - maxSkew: 1\n          labelSelector: {matchLabels: {app: web}}\n`;
    expect(await hints(selectorMatches, text)).toEqual([
      'selector: # of the web ← selects Deployment/web, 2 pods',
      'labelSelector: {matchLabels: {app: web}} ← selects Deployment/web, 2 pods',
    ]);
  });

  it('of a ServiceMonitor name Services', async () => {
    const monitor =
      'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  endpoints: [{port: http}]\n';
    const labelled = service('{app: web}').replace('{name: web}', '{name: web, labels: {app: web}}');
    expect(await hints(selectorMatches, monitor, { 'service.yaml': labelled })).toEqual([
      'selector: {matchLabels: {app: web}} ← selects Service/web',
    ]);
  });
});

describe('a selector under the pointer', () => {
  it('lists what it selects, as links', async () => {
    const text = await hover(selectorMatches, service('{app: w|eb}'), { 'web.yaml': deployment('web', 1) });
    expect(text).toMatch(/^`app=web` selects:\n\n- \[Deployment\/web\]\(file:.*\/web\.yaml#L3\) in `web\.yaml`$/);
  });

  it('says that there is nothing', async () => {
    expect(await hover(selectorMatches, service('{app: w|eb}'))).toBe(
      '`app=web` selects nothing that the workspace declares.',
    );
  });
});

describe('a Service under the pointer', () => {
  it('tells where its ports lead to', async () => {
    const marked = service('{app: web}').replace('Service', 'Ser|vice');
    const text = await hover(serviceEndpoints, marked, { 'web.yaml': deployment('web', 1, http) });
    expect(text).toContain('| 80 | 8080 (http) of container `main` | [Deployment/web](');
  });

  it('tells which port nobody declares', async () => {
    const marked = service('{app: web}', '{port: 80, name: ht|tp, targetPort: grpc}');
    const text = await hover(serviceEndpoints, marked, { 'web.yaml': deployment('web', 1, http) });
    expect(text).toContain('| 80 http | grpc, which no container declares | [Deployment/web](');
  });

  it('tells that nothing is selected', async () => {
    const marked = service('{app: web}').replace('name: web', 'name: |web');
    expect(await hover(serviceEndpoints, marked)).toBe('**Endpoints**: none that the workspace declares');
  });
});

describe('hints of what is implied', () => {
  const pod = (more: string, image: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n${more}  containers:\n    - name: web\n      image: ${image}\n`;

  it('tell how an image is pulled', async () => {
    expect(await hints(impliedDefaults, pod('  restartPolicy: Never\n', 'web:1.0 # ours'))).toEqual([
      'image: web:1.0 # ours ← imagePullPolicy: IfNotPresent',
    ]);
    expect(await hints(impliedDefaults, pod('  restartPolicy: Never\n', 'web'))).toEqual([
      'image: web ← imagePullPolicy: Always',
    ]);
  });

  it('tell that a pod by itself is restarted, and nothing where something is written', async () => {
    const written = pod('', 'web:1.0\n      imagePullPolicy: Always');
    expect(await hints(impliedDefaults, written)).toEqual(['spec: ← restartPolicy: Always']);
    expect(
      await hints(
        impliedDefaults,
        deployment('web', 1).replace('web:1.0', 'web:1.0\n          imagePullPolicy: Never'),
      ),
    ).toEqual([]);
  });

  it('know nothing of an image that a template fills in', async () => {
    expect(await hints(impliedDefaults, pod('  restartPolicy: Never\n', '"{{ .Values.image }}"'))).toEqual([]);
  });
});
