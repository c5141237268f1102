import type { Reporter } from '../../core/report.ts';
import { type Container, isPlaceholder } from '../../kubernetes/container.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { isPortNumber, portNameProblem } from '../../kubernetes/port-names.ts';
import { handlerKinds, type Probe, probeDefaults, probesOf } from '../../kubernetes/probe.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'valid-probe',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write probes that the API server accepts',
  why: 'A probe looks in exactly one way: `httpGet`, `tcpSocket`, `exec` or `grpc`. Its times are whole numbers of seconds and never less than zero, a port in quotes is taken for a name, liveness and startup probes succeed at the first success, and only liveness and startup probes may say how long the container has to stop. Init containers that come to an end have no probes, nor have ephemeral containers. The API server refuses whatever is otherwise.',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes numbers as numbers and sets or removes what is not allowed. Of several ways to look, one has to be chosen.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: "8080"\n        periodSeconds: 10\n        successThreshold: 2 # to be sure\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n        periodSeconds: 10\n        successThreshold: 1 # to be sure\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: migrate\n      image: web:1.0\n      readinessProbe:\n        exec:\n          command: [test, -f, /done]\n      resources: {}\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        terminationGracePeriodSeconds: 5\n        tcpSocket:\n          port: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: migrate\n      image: web:1.0\n      resources: {}\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        tcpSocket:\n          port: 8080\n        httpGet:\n          path: /ready\n          port: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        httpGet:\n          path: /ready\n          port: 8080\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          livenessProbe:\n            httpGet: null\n            tcpSocket:\n              port: 8080\n',
      note: 'A patch that puts one in the place of another.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: proxy\n      image: proxy:1.0\n      restartPolicy: Always\n      startupProbe:\n        httpGet:\n          path: /ready\n          port: http\n          scheme: HTTPS\n  containers:\n    - name: web\n      image: web:1.0\n      readinessProbe:\n        grpc:\n          port: 8080\n        periodSeconds: 0\n        successThreshold: 2\n',
      note: 'Sidecars may have probes. Zero means that the default holds.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const probe of probesOf(container)) {
        if (mayNotHaveProbes(container, probe, report)) continue;
        judgeHandlers(probe, report);
        judgeNumbers(probe, report);
        judgePort(probe, report);
      }
    }
  },
});

function subjectOf({ label, container }: Probe): string {
  return `The ${label} of ${container.label}`;
}

function mayNotHaveProbes(container: Container, probe: Probe, report: Reporter): boolean {
  const { keySpan } = probe.value;
  if (container.role !== 'ephemeral' && (container.role !== 'init' || container.value.get('restartPolicy').isUnknown))
    return false;
  const reason =
    container.role === 'init'
      ? 'an init container has none, unless it is a sidecar with restartPolicy: Always'
      : 'an ephemeral container has none';
  if (keySpan)
    report(keySpan, `${subjectOf(probe)} is refused by the API server: ${reason}`).fix('Remove the probe', () =>
      removeValue(probe.value),
    );
  return true;
}

function judgeHandlers(probe: Probe, report: Reporter): void {
  const { handlers, value } = probe;
  const { keySpan } = value;
  if (!keySpan) return;
  // In a template each may stand under a condition of its own.
  if (handlers.length > 1 && (!value.isOpen || value.isPartial)) {
    const finding = report(
      keySpan,
      `${subjectOf(probe)} has ${handlers.join(' and ')}, and the API server accepts one of them: choose`,
    );
    for (const kept of handlers) {
      const others = handlers.filter((kind) => kind !== kept);
      const [other] = others;
      if (other !== undefined && others.length === 1)
        finding.fix(`Keep ${kept}`, () => removeValue(value.get(other)), 'manual');
    }
  } else if (handlerKinds.every((kind) => !value.get(kind).exists)) {
    report(
      keySpan,
      `${subjectOf(probe)} does not say how to look, so the API server refuses it: add httpGet or another`,
    );
  }
  const exec = value.get('exec');
  if (exec.isMap && !exec.get('command').exists && exec.keySpan)
    report(exec.keySpan, `${subjectOf(probe)} runs no command, so the API server refuses it`);
}

function judgeNumbers(probe: Probe, report: Reporter): void {
  const { value, kind } = probe;
  const names = [...Object.keys(probeDefaults), 'terminationGracePeriodSeconds'];
  for (const name of names) {
    const setting = value.get(name);
    const { text, span, number } = setting;
    if (text === undefined || !span || isPlaceholder(text)) continue;
    if (kind === 'readinessProbe' && name === 'terminationGracePeriodSeconds' && setting.keySpan) {
      report(setting.keySpan, `${subjectOf(probe)} stops nothing, so the API server refuses ${name}: remove it`).fix(
        'Remove it',
        () => removeValue(setting),
      );
    } else if (number !== undefined && !Number.isInteger(number)) {
      report(span, `${name} must be a whole number of seconds, or of times, so the API server refuses ${text}`);
    } else if (number !== undefined && number < 0) {
      report(span, `${name} cannot be less than zero, so the API server refuses it`);
    } else if (name === 'successThreshold' && (number ?? 0) > 1 && kind !== 'readinessProbe') {
      report(span, `${subjectOf(probe)} must succeed once, so the API server refuses successThreshold: ${number}`).fix(
        'Set it to 1',
        () => replaceValue(setting, 1),
      );
    }
  }
}

function judgePort(probe: Probe, report: Reporter): void {
  const { port, container, handler } = probe;
  const { text, span, string, number } = port;
  // A port for gRPC has no name, so that text in its place is a matter of its type.
  if (handler?.kind === 'grpc' && string !== undefined) return;
  if (text !== undefined && span && !isPlaceholder(text)) {
    // A declared port with an impossible name is renamed together with what refers to it.
    const isDeclared = container.ports.some(({ name }) => name !== undefined && name === string);
    const isPort = string === undefined ? isPortNumber(number ?? 0) : isDeclared || !portNameProblem(string);
    if (string !== undefined && /^\d+$/.test(string))
      report(span, `A port in quotes is taken for a name, and "${string}" is none: write a number`).fix(
        `Write ${string}`,
        () => replaceValue(port, Number(string)),
      );
    else if (!isPort)
      report(span, `${text} is neither the number nor the name of a port, so the API server refuses it`);
  }
}
