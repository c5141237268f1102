import { type Built, Refusal, together } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import type { RuntimePort } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { probesOf } from '../../kubernetes/probe.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { pairRule } from '../define-pair.ts';
import { exposedInsteadOf, listed, mayBeTold, onlyOne } from './exposed-ports.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';

export default pairRule({
  id: 'exposed-port-matches',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Reach containers on ports that their image exposes',
  why: '`EXPOSE` in a Dockerfile says on which ports the image listens, `containerPort` and the probes in a manifest on which it is reached. Nothing compares the two before the pod runs: then the probe fails, or a Service leads to a port on which nobody answers. One of the two is out of date.',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes the port of the image where the container is reached: at `containerPort`, and in the probes that have the same number. Refused where the image exposes several ports, or the container is reached on several.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM node:24\nCOPY server.js /\nEXPOSE 8080\nUSER 1000\nCMD ["node", "/server.js"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      ports:\n        - containerPort: 80\n          name: http\n      livenessProbe:\n        tcpSocket:\n          port: 80\n      readinessProbe:\n        httpGet:\n          port: http\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      ports:\n        - containerPort: 8080\n          name: http\n      livenessProbe:\n        tcpSocket:\n          port: 8080\n      readinessProbe:\n        httpGet:\n          port: http\n',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM node:24\nCOPY server.js /\nEXPOSE 8080\nUSER 1000\nCMD ["node", "/server.js"]\n',
        'skaffold.yaml': skaffold,
      },
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      env:\n        - name: PORT\n          value: "80"\n      ports:\n        - containerPort: 80\n',
      note: 'The manifest tells the server another port.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM node:24\nCOPY server.js /\nCMD ["node", "/server.js"]\n', 'skaffold.yaml': skaffold },
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      ports:\n        - containerPort: 80\n',
      note: 'The image does not say where it listens.',
    },
  ],
  isForCertainPairs: true,
  concerns(container) {
    return container.isLongRunning && portsIn(container).length > 0 && !mayBeTold(container);
  },
  judge({ container, image }) {
    const ports = portsIn(container);
    const exposed = exposedInsteadOf(
      ports.map(({ number }) => number),
      image,
    );
    const [first] = exposed;
    if (!first) return [];
    return ports.slice(0, 1).map(({ number, value, label }) => ({
      at: 'container' as const,
      span: value.span ?? container.span,
      message: `${label} of ${container.label} is ${number}, and its image exposes ${listed(exposed)}: one of them is out of date`,
      because: first.by && { span: first.by.span, message: `The image exposes ${listed(exposed)}` },
      tell: (report: Report) => report.fix('Write the port of the image', () => moved(ports, exposed)),
    }));
  },
});

/** Has a container be reached where its image listens. */
function moved(ports: readonly ReachedPort[], exposed: readonly RuntimePort[]): Built {
  const port = onlyOne(exposed);
  if (port === undefined) return new Refusal('The image exposes several ports.');
  if (new Set(ports.map(({ number }) => number)).size > 1)
    return new Refusal('The container is reached on several ports.');
  if (ports.some(({ value }) => value.parent?.get('hostPort').exists))
    return new Refusal('The port is one of the node as well.');
  return together(...ports.map(({ value }) => replaceValue(value, port)));
}

interface ReachedPort {
  readonly number: number;
  readonly value: YamlValue;
  readonly label: string;
}

/** The TCP ports on which a container is reached: those that it declares, or else those of its probes. */
function portsIn(container: Container): readonly ReachedPort[] {
  const declared = container.value.get('ports').items.flatMap((port): readonly ReachedPort[] => {
    const value = port.get('containerPort');
    const { number } = value;
    const isTcp = (port.get('protocol').text ?? 'TCP') === 'TCP';
    return number === undefined || !isTcp ? [] : [{ number, value, label: 'containerPort' }];
  });
  const probed = probesOf(container).flatMap(({ port, label }): readonly ReachedPort[] =>
    port.number === undefined ? [] : [{ number: port.number, value: port, label: `the port of the ${label}` }],
  );
  return [...declared, ...probed];
}
