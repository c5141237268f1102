import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import {
  actionsAt,
  closeAll,
  equal,
  eventually,
  findings,
  found,
  freshFolder,
  gone,
  hoverAt,
  offered,
  open,
  replace,
  ruleOf,
  type,
  write,
} from './support.ts';

/** A Deployment that nothing is to be said about but what a test is about. */
const deployment = (app: string, container = '', pod = '') =>
  `# who to ask: the shop team
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
${pod}      containers:
        - name: web # the only one
          image: ghcr.io/example/web:1.4.2
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet: {path: /ready, port: http}
${container}          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 128Mi}
`;

const hardenedPod = `      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
`;
const hardenedContainer = `          securityContext:
            capabilities:
              drop:
                - ALL
            allowPrivilegeEscalation: false
`;

const service = (app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: ${app}\n  ports:\n    - port: 80\n      targetPort: http\n`;

const oldIngress = `apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
          # everything
          - path: /
            backend:
              serviceName: web
              servicePort: 80 # not 8080
`;
const newIngress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
          # everything
          - path: /
            pathType: ImplementationSpecific
            backend:
              service:
                name: web
                port:
                  number: 80 # not 8080
`;

describe('findings on manifests', () => {
  afterEach(closeAll);

  it('lead to the place in another file that they are about', async () => {
    const folder = freshFolder();
    const other = vscode.Uri.joinPath(folder, 'web.yaml');
    await write(other, deployment('orders'));
    const { document } = await open('service.yaml', service('order'), folder);
    const [related] = (await found(document, 'service-selects-pods')).relatedInformation ?? [];
    equal(related?.location.uri.toString(), other.toString());
    const led = await vscode.workspace.openTextDocument(related?.location.uri ?? other);
    equal(led.getText(related?.location.range), 'web');
  });

  it('follow what is typed into another file that is open', async () => {
    const folder = freshFolder();
    const { document } = await open('service.yaml', service('payments'), folder);
    const editor = await open('web.yaml', deployment('payment'), folder);
    await found(document, 'service-selects-pods');
    await replace(editor, 'app: payment', 'app: payments');
    await gone(document, 'service-selects-pods');
    await vscode.commands.executeCommand('undo');
    await found(document, 'service-selects-pods');
  });

  it('follow files that change without being open', async () => {
    const folder = freshFolder();
    const other = vscode.Uri.joinPath(folder, 'web.yaml');
    await write(other, deployment('invoice'));
    const { document } = await open('service.yaml', service('invoices'), folder);
    await found(document, 'service-selects-pods');
    await write(other, deployment('invoices'));
    await gone(document, 'service-selects-pods');
  });

  it('of a kustomization stand in the file that says what is wrong', async () => {
    const folder = freshFolder();
    const [base, overlay] = ['base', 'production'].map((name) => vscode.Uri.joinPath(folder, name)) as [
      vscode.Uri,
      vscode.Uri,
    ];
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
    await write(vscode.Uri.joinPath(base, 'kustomization.yaml'), `${kustomization}resources:\n  - web.yaml\n`);
    await write(
      vscode.Uri.joinPath(overlay, 'kustomization.yaml'),
      `${kustomization}resources:\n  - ../base\npatches:\n  - path: web.yaml\n`,
    );
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          securityContext:\n            privileged: true\n';
    const { document } = await open('web.yaml', deployment('web', hardenedContainer, hardenedPod), base);
    const patched = await open('web.yaml', patch, overlay);
    const { range } = await found(patched.document, 'no-privileged-container');
    equal(patched.document.getText(range), 'true');
    // What is missing in a patch stands in its base.
    equal(findings(patched.document).map(ruleOf), ['no-privileged-container']);
    equal(findings(document).filter(isSerious), []);
  });

  it('on a template of a chart are about what is written in it', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    const text = deployment(
      'web',
      '          {{- with .Values.env }}\n          env:\n            {{- toYaml . | nindent 12 }}\n          {{- end }}\n',
    )
      .replace('name: web\n', 'name: {{ .Release.Name }}-web\n')
      .replace('replicas: 2', '{{- if not .Values.autoscaling }}\n  replicas: {{ .Values.replicas }}\n  {{- end }}')
      .replace('port: http}', 'port: htpp}');
    const { document } = await open('deployment.yaml', text, vscode.Uri.joinPath(folder, 'templates'));
    const { range } = await found(document, 'probe-port');
    equal(document.getText(range), 'htpp');
    equal(
      findings(document).filter((one) =>
        ['manifest-syntax', 'unknown-field', 'field-type'].includes(String(ruleOf(one))),
      ),
      [],
    );
  });
});

describe('the light bulb in manifests', () => {
  afterEach(closeAll);

  it('brings a resource to the API version that is served, first and preferred', async () => {
    const { document } = await open('ingress.yaml', oldIngress);
    const [fix] = await offered(document, await found(document, 'deprecated-api-version'));
    equal([fix?.title, fix?.isPreferred], ['Migrate to networking.k8s.io/v1', true]);
    if (fix?.edit) await vscode.workspace.applyEdit(fix.edit);
    equal(document.getText(), newIngress);
    await gone(document, 'deprecated-api-version');
  });

  it('fixes on saving what is safe, and leaves the comments', async () => {
    const text = `# the way in\n${oldIngress}`;
    const editor = await open('ingress.yaml', text);
    await found(editor.document, 'deprecated-api-version');
    const settings = vscode.workspace.getConfiguration('editor', editor.document.uri);
    const onSave = { 'source.fixAll.seaworthy': 'explicit' };
    await settings.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace);
    await type(editor, new vscode.Position(0, 0), '# now\n');
    await editor.document.save();
    await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    equal(editor.document.getText(), `# now\n# the way in\n${newIngress}`);
  });

  it('hardens a workload to the restricted level, in one step', async () => {
    const text = deployment('web');
    const { document } = await open('web.yaml', text);
    await found(document, 'run-as-non-root');
    const at = document.positionAt(text.indexOf('Deployment') + 2);
    const actions = await actionsAt(document, new vscode.Range(at, at), vscode.CodeActionKind.Refactor);
    const harden = actions.find(({ title }) => title === 'Harden to restricted');
    if (!harden?.edit) throw new Error('it is not offered');
    await vscode.workspace.applyEdit(harden.edit);
    equal(document.getText(), deployment('web', hardenedContainer, hardenedPod));
    await gone(document, 'run-as-non-root');
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), text);
    await found(document, 'run-as-non-root');
  });
});

describe('what stands above workloads', () => {
  afterEach(closeAll);

  it('is what they request and their level, unless it is switched off', async () => {
    const { document } = await open('web.yaml', deployment('web'));
    const expected = [
      [1, 'Burstable · requests 100m CPU, 128Mi × 2 = 200m CPU, 256Mi'],
      [1, 'Pod Security: baseline · 4 steps to restricted'],
    ];
    const isShown = async (wanted: unknown) => JSON.stringify(await lenses(document)) === JSON.stringify(wanted);
    await eventually('the lenses', () => isShown(expected));
    const settings = vscode.workspace.getConfiguration('seaworthy', document.uri);
    await settings.update('codeLens.enable', false, vscode.ConfigurationTarget.Workspace);
    await eventually('no lenses', () => isShown([]));
    await settings.update('codeLens.enable', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('the lenses again', () => isShown(expected));
  });

  it('is explained in a hover', async () => {
    const text = deployment('web');
    const { document } = await open('web.yaml', text);
    await found(document, 'run-as-non-root');
    const explained = await hoverAt(document, document.positionAt(text.indexOf('Deployment')));
    const step = '**Privilege Escalation**: `securityContext.allowPrivilegeEscalation` is not set; set it to false';
    for (const part of ['**Pod Security: baseline**', '4 steps to restricted', step]) {
      if (!explained.includes(part)) throw new Error(`"${part}" is not in\n${explained}`);
    }
  });
});

function isSerious({ severity }: vscode.Diagnostic): boolean {
  return severity <= vscode.DiagnosticSeverity.Warning;
}

async function lenses({ uri }: vscode.TextDocument): Promise<unknown> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return all.map(({ range, command }) => [range.start.line, command?.title]);
}
