import { spanOf } from '../../dockerfile/words.ts';
import { addVariable } from '../../kubernetes/edits.ts';
import { formatCpu } from '../../kubernetes/quantity.ts';
import { runtimeSettingsOf } from '../../kubernetes/runtime-settings.ts';
import { imageSettingsOf } from '../../workspace/pairs/image-settings.ts';
import { type PairFinding, pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest = (limit: string, rest = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${rest}      resources:\n        limits:\n          cpu: ${limit}\n`;
const inGo = 'FROM debian:13\nENV GOMAXPROCS=16\nCMD ["/web"]\n';
const inPython = 'FROM python:3.14\nCMD ["gunicorn", "-w", "16", "web:app"]\n';

export default pairRule({
  id: 'image-threads-within-cpu',
  category: 'reliability',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let an image start no more threads and processes than the CPU limit lets run',
  why: 'How many threads compute and how many processes answer is often said in the image, in `GOMAXPROCS`, `WEB_CONCURRENCY` or `gunicorn -w`, for the machine somebody had in mind; the CPU limit stands in the manifest. More threads than cores use up the time of a tenth of a second sooner, and all of them stand still until the next. For processes that wait for others most of the time, the documentation of Gunicorn gives twice the cores and one more; that is told under `strict`.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Sets the variable of the image in the manifest: threads from the limit, by a `resourceFieldRef`, processes to twice the cores and one more. What the command of the image says has no fix: the number may be meant for other places as well.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/environment-variable-expose-pod-information/',
    'https://docs.gunicorn.org/en/stable/design.html#how-many-workers',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: inGo, 'skaffold.yaml': skaffold },
      bad: manifest('500m'),
      fixed: manifest(
        '500m',
        '      env:\n        - name: GOMAXPROCS\n          valueFrom:\n            resourceFieldRef:\n              resource: limits.cpu\n',
      ),
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM python:3.14\nENV WEB_CONCURRENCY=16\nCMD ["gunicorn", "web:app"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: manifest('500m'),
      fixed: manifest('500m', '      env:\n        - name: WEB_CONCURRENCY\n          value: "3"\n'),
      preset: 'strict',
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest('500m'), 'skaffold.yaml': skaffold },
      bad: inPython,
      preset: 'strict',
      note: 'In the Dockerfile, where the command says it.',
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest('1'), 'skaffold.yaml': skaffold },
      bad: 'FROM python:3.14\nCMD ["celery", "-A", "web", "worker", "--concurrency=16"]\n',
      preset: 'strict',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: inPython, 'skaffold.yaml': skaffold },
      good: manifest('500m'),
      note: 'Processes may wait for one another.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: inGo, 'skaffold.yaml': skaffold },
      good: manifest('500m', '      env:\n        - name: GOMAXPROCS\n          value: "1"\n'),
      note: 'The manifest says something else.',
    },
  ],
  concerns(container) {
    return container.resources.ceiling('cpu') !== undefined;
  },
  judge({ container, image }) {
    const limit = container.resources.ceiling('cpu');
    if (limit === undefined) return [];
    const told = new Set(runtimeSettingsOf(container).map(({ kind }) => kind));
    const span = container.resources.limit('cpu').span ?? container.span;
    const allowed = `the CPU limit of ${container.label} is ${formatCpu(limit)}`;
    return imageSettingsOf(image, container).flatMap(({ kind, name, amount = 0, owner, variable }): PairFinding[] => {
      const isThreads = kind === 'threads';
      const cores = Math.ceil(limit);
      const most = isThreads ? cores : 2 * cores + 1;
      if ((!isThreads && (kind !== 'workers' || told.has(kind))) || amount <= most) return [];
      const what = isThreads ? 'threads' : 'processes';
      const why = isThreads
        ? 'they use it up and stand still for the rest of the time'
        : `more than ${most} wait for one another`;
      const fromLimit = isThreads && container.resources.limit('cpu').exists;
      return [
        {
          at: 'container',
          span,
          message: `The image of ${container.label} starts ${amount} ${what} (${name}), and the CPU limit is ${formatCpu(limit)}: ${why}`,
          because: { span: owner.span, message: `The image starts ${amount} ${what}` },
          tell(report) {
            if (!isThreads) report.onlyIn('strict');
            if (!variable) return;
            const setting = fromLimit
              ? { name: variable.name, valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }
              : { name: variable.name, value: String(most) };
            report.fix(fromLimit ? `Take ${variable.name} from the limit` : `Set ${variable.name}: ${most}`, () =>
              addVariable(container, setting),
            );
          },
        },
        {
          at: 'image',
          span: spanOf(owner.arguments),
          message: `${name} starts ${amount} ${what}, and ${allowed}: ${why}`,
          because: { span, message: 'The CPU limit' },
          tell(report) {
            if (!isThreads) report.onlyIn('strict');
          },
        },
      ];
    });
  },
});
