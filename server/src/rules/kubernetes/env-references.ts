import { type Built, Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { type EnvironmentVariable, environmentOf, isServiceVariable, referencesIn } from '../../kubernetes/env.ts';
import { shells } from '../../shell/command.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { Span } from '../../text/span.ts';
import { moveItemBefore } from '../../yaml/edit-items.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'env-references',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Refer only to variables that are declared by then',
  why: 'Kubernetes puts the value of a variable in the place of `$(NAME)`, in the values of variables, in `command` and in `args`. It makes the variables one after the other: one that is declared further down is not known yet, and then `$(NAME)` stays as it is, parentheses and all. Nor does it know what the image sets, such as `PATH`. Nothing tells: the program gets the text.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Moves the declaration above its first use, or puts in the name that was most likely meant. Refused where the one to move is itself made of variables in between.',
  references: ['https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: URL\n          value: http://$(HOST):8080\n        - name: DEBUG\n          value: "1"\n        - name: HOST # the database\n          value: db\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: HOST # the database\n          value: db\n        - name: URL\n          value: http://$(HOST):8080\n        - name: DEBUG\n          value: "1"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args: ["--name=$(POD_NMAE)"]\n      env:\n        - name: POD_NAME\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.name\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args: ["--name=$(POD_NAME)"]\n      env:\n        - name: POD_NAME\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.name\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: PATH\n          value: /opt/tool/bin:$(PATH)\n',
      note: 'What the image has for it is not known to Kubernetes.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: [sh, -c, "echo $(hostname) $$(HOST)"]\n      args: [$(HOST), $(DB_SERVICE_HOST)]\n      env:\n        - name: HOST\n          value: db\n        - name: URL\n          value: http://$(HOST):$(DB_SERVICE_PORT)/$$(LATER)\n    - name: other\n      image: web:1.0\n      envFrom:\n        - configMapRef:\n            name: settings\n      env:\n        - name: URL\n          value: http://$(HOST)\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const env = container.value.get('env');
      const variables = environmentOf(container);
      const first = new Map(variables.toReversed().map((variable) => [variable.name, variable]));
      const last = new Map(variables.map((variable) => [variable.name, variable]));
      // What a ConfigMap or a Secret brings along stands elsewhere.
      const isAllKnown = !container.value.get('envFrom').exists && !env.isOpen;
      for (const user of variables) {
        for (const use of usesIn(user.value)) {
          const { name, span } = use;
          const declared = [first.get(name), last.get(name)].flatMap((other) => other ?? []);
          if (declared.some(({ index }) => index < user.index)) continue;
          const later = declared.find(({ index }) => index > user.index);
          if (later)
            report(
              span,
              `${user.name} is made before ${name}, which is declared further down, so that $(${name}) stays as it is: declare ${name} first`,
            ).fix(`Declare ${name} first`, () => moveBefore(later, user, variables));
          else if (isAllKnown && !isServiceVariable(name))
            offerName(
              report(
                span,
                `${container.titleLabel} declares no variable ${name} that $(${name}) could be replaced by: it stays as it is`,
              ),
              use,
              variables.slice(0, variables.indexOf(user)),
            );
        }
      }
      if (!isAllKnown || runsShell(container)) continue;
      for (const use of argumentsOf(container).flatMap(usesIn)) {
        const { name, span } = use;
        if (first.has(name) || isServiceVariable(name)) continue;
        offerName(
          report(
            span,
            `${container.titleLabel} declares no variable ${name} that $(${name}) could be replaced by: it gets the text as it is`,
          ),
          use,
          variables,
        );
      }
    }
  },
});

/** A reference to a variable where it is written. */
interface Use {
  readonly name: string;
  /** The text that it stands in. */
  readonly value: YamlValue;
  /** Where in the text it begins. */
  readonly start: number;
  readonly span: Span;
}

/** The references in a text that are called as variables are; `$(date)` is meant for somebody else. */
function usesIn(value: YamlValue): readonly Use[] {
  const text = value.mappedText;
  if (!text?.text.includes('$(')) return [];
  return referencesIn(text.text)
    .filter(({ name }) => /^[A-Z_][A-Z\d_]*$/.test(name))
    .map(({ name, start, end }) => ({ name, value, start, span: sourceSpan(text, start, end) }));
}

function argumentsOf({ value }: Container): readonly YamlValue[] {
  return [...value.get('command').items, ...value.get('args').items];
}

/** Whether the container starts a shell, to which `$(NAME)` is a command whose output is put in. */
function runsShell({ process }: Container): boolean {
  return process === undefined || shells.has(process.name) || process.script !== undefined;
}

/** Offers the declared name that was most likely meant. */
function offerName(finding: Report, { name, value, start }: Use, variables: readonly EnvironmentVariable[]): void {
  const meant = mostSimilar(
    name,
    variables.map((variable) => variable.name).filter((other) => other !== name),
  );
  if (meant === undefined) return;
  const from = start + '$('.length;
  finding.fix(`Refer to ${meant}`, () => replaceInText(value, from, from + name.length, meant));
}

/** Moves a variable above the one that is made of it, unless it is made of others that would then come too late. */
function moveBefore(
  later: EnvironmentVariable,
  user: EnvironmentVariable,
  variables: readonly EnvironmentVariable[],
): Built {
  const needed = referencesIn(later.value.text ?? '').map(({ name }) => name);
  const between = variables.filter(({ index }) => user.index <= index && index < later.index);
  if (between.some(({ name }) => needed.includes(name) || name === later.name))
    return new Refusal(`${later.name} is made of a variable that is declared in between, or declared twice.`);
  return moveItemBefore(later.item, user.item);
}
