import type { Built } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { isServiceVariable } from '../../kubernetes/env.ts';
import { nameOf } from '../../workspace/processes/image-files.ts';
import { type VariableAtStart, variablesAtStart } from '../../workspace/processes/variables-at-start.ts';
import { appendItems } from '../../yaml/edit-items.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n';
const dockerfile = 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n';
const script = '#!/bin/sh\n: "${DB_HOST:?must be set}"\nexec /server\n';

export default pairRule({
  id: 'required-variables-set',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set the variables that the start script of an image requires',
  why: 'A script that begins with `: "${DB_HOST:?}"` ends there when nobody sets `DB_HOST`: the container never starts its program, and is restarted again and again. What the script requires stands in the image and what is set in the manifest, so that it is seen only in the cluster. Scripts are followed through COPY, functions and the files that they read; what they set themselves, what the image sets with ENV, and what ConfigMaps and Secrets of the workspace bring is set. Where one of these is not known, or the script may go another way, nothing is said.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'manual',
  fixing: 'Adds an empty entry to `env`, to be filled in.',
  references: [
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02',
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'start.sh': script, 'skaffold.yaml': skaffold },
      bad: manifest,
      fixed: `${manifest}      env:\n        - name: DB_HOST\n          value: ""\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM python:3.14\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/docker/entrypoint.sh"]\nCMD ["gunicorn", "app"]\n',
        'docker/entrypoint.sh': '#!/bin/bash\nset -e\n. /app/docker/lib.sh\ncheck\nexec "$@"\n',
        'docker/lib.sh': 'check() {\n  export DB_URL="postgres://${DB_HOST?}:${DB_PORT:-5432}"\n}\n',
        'skaffold.yaml': skaffold,
      },
      bad: `${manifest}      env:\n        - name: DB_PORT\n          value: "5433"\n`,
      fixed: `${manifest}      env:\n        - name: DB_PORT\n          value: "5433"\n        - name: DB_HOST\n          value: ""\n`,
      note: 'In a function of a file that the script reads.',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: dockerfile,
        'start.sh': script,
        'skaffold.yaml': skaffold,
        'k8s/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  DB_HOST: db\n',
      },
      good: `${manifest}      envFrom:\n        - configMapRef:\n            name: settings\n`,
      note: 'A ConfigMap brings it.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'start.sh': script, 'skaffold.yaml': skaffold },
      good: `${manifest}      envFrom:\n        - configMapRef:\n            name: elsewhere\n`,
      note: 'What this ConfigMap has is not known.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: `${dockerfile}ENV DB_HOST=db\n`, 'start.sh': script, 'skaffold.yaml': skaffold },
      good: manifest,
    },
  ],
  hearing: 'container',
  concerns({ value, pod }) {
    return pod.resource.isBuiltIn && !value.get('env').isOpen && !value.get('envFrom').isOpen;
  },
  async judge({ pair, container, image }) {
    const { built } = pair;
    // What an unknown base image sets is not known.
    if (!built || !image.isEnvironmentComplete) return [];
    const tree = await pair.processes();
    const required = tree ? variablesAtStart(tree).filter(({ name }) => isSetByManifests(name)) : [];
    if (required.length === 0) return [];
    const set = await pair.variables();
    const missing = set ? required.filter(({ name }) => !set.has(name) && !image.environment.has(name)) : [];
    const [first] = missing;
    if (!first) return [];
    const names = listed(missing.map(({ name }) => name));
    const { place, script: asking } = first;
    const asker = asking.file ? `${nameOf(asking.file, built.file.uri)} of its image requires` : 'its script requires';
    return [
      {
        at: 'container',
        span: container.value.get('env').keySpan ?? container.span,
        message: `${container.titleLabel} does not set ${names}, which ${asker}: it ends as it starts; add ${missing.length > 1 ? 'them' : 'it'} to env`,
        because: place.isInManifest
          ? undefined
          : { span: place.span, message: `The script ends here without ${first.name}`, file: place.file },
        tell: (report) => report.fix(`Add ${names} to env`, () => withEmpty(container, missing), 'manual'),
      },
    ];
  },
});

/** Variables that shells set, or that runtimes and the kubelet set in every container (POSIX; CRI; Kubernetes 1.36). */
const always: ReadonlySet<string> = new Set(
  'PATH HOME HOSTNAME PWD OLDPWD SHLVL IFS PPID OPTIND UID EUID RANDOM SECONDS BASH BASH_VERSION BASH_SOURCE'.split(
    ' ',
  ),
);

function isSetByManifests(name: string): boolean {
  return !always.has(name) && !isServiceVariable(name) && !name.startsWith('KUBERNETES_');
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

function withEmpty(container: Container, missing: readonly VariableAtStart[]): Built {
  const items = missing.map(({ name }) => ({ name, value: '' }));
  return appendItems(container.value.get('env'), items, (list) => setInContainer(container, ['env'], list));
}
