import type { YamlValue } from '../yaml/value.ts';

/** The labels of an object. */
export class Labels {
  /** Those that are written, by name. */
  readonly written: ReadonlyMap<string, string>;
  /** Whether there may be others, or other values, as in a template or a patch. */
  readonly isOpen: boolean;
  /** Those of which only the value is not known, where these are all that is not known. */
  private readonly unknown: ReadonlySet<string> | undefined;

  constructor(written: ReadonlyMap<string, string>, isOpen = false, unknown?: ReadonlySet<string>) {
    this.written = written;
    this.isOpen = isOpen;
    this.unknown = unknown;
  }

  static of(map: YamlValue): Labels {
    const { entries } = map;
    const texts = new Map(entries.flatMap(([name, { text }]) => (text === undefined ? [] : [[name, text]])));
    if (map.isOpen || texts.size === entries.length) return new Labels(texts, map.isOpen);
    return new Labels(texts, true, new Set(entries.flatMap(([name]) => (texts.has(name) ? [] : [name]))));
  }

  get(name: string): string | undefined {
    return this.written.get(name);
  }

  /** Whether there may be a label of that name, with any value, though none is written. */
  mayHave(name: string): boolean {
    return this.isOpen && !this.written.has(name) && this.unknown?.has(name) !== false;
  }

  /** The same labels, and no others. */
  get closed(): Labels {
    return this.isOpen ? new Labels(this.written) : this;
  }
}

/** Labels that Kubernetes itself sets on pods (kubernetes.io, "Well-Known Labels, Annotations and Taints", 1.36). */
const controllerLabels: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'gateway.networking.k8s.io/gateway-name',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** One of the things that a selector asks for. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/**
 * A selector of labels, in either of its two forms: a map of labels that all must be there, as a Service has it, or
 * `matchLabels` and `matchExpressions` (API reference, "LabelSelector", Kubernetes 1.36).
 */
export class LabelSelector {
  /** The value it was read from. */
  readonly value: YamlValue;
  /** Whether all of it is known; what a template or a patch leaves open could select anything. */
  readonly isKnown: boolean;
  private readonly requirements: readonly Requirement[];

  private constructor(value: YamlValue, requirements: readonly Requirement[], isKnown: boolean) {
    this.value = value;
    this.requirements = requirements;
    this.isKnown = isKnown;
  }

  /** A selector that is a map of labels. */
  static ofMap(value: YamlValue): LabelSelector {
    const wanted = value.entries.map(([key, label]) => ({ key, operator: 'In' as const, values: textsOf([label]) }));
    return new LabelSelector(value, wanted, isWholly(value) && wanted.every(({ values }) => values.length === 1));
  }

  /** A selector with `matchLabels` and `matchExpressions`. */
  static of(value: YamlValue): LabelSelector {
    const labels = LabelSelector.ofMap(value.get('matchLabels'));
    const expressions = value.get('matchExpressions');
    const read = expressions.items.map(readExpression);
    const isKnown =
      isWholly(value) && labels.isKnown && isWholly(expressions) && read.every((one) => one !== undefined);
    return new LabelSelector(value, [...labels.requirements, ...read.filter((one) => one !== undefined)], isKnown);
  }

  /** The same without what it asks of labels that nobody writes, as controllers set them. */
  get withoutControllerLabels(): LabelSelector {
    const written = this.requirements.filter(({ key }) => !controllerLabels.has(key));
    return new LabelSelector(this.value, written, this.isKnown);
  }

  /** A label, with the values of which it has to have one, without which nothing is selected that has all labels known. */
  get indispensable(): Requirement | undefined {
    return this.requirements.find(({ operator }) => operator === 'In');
  }

  /** The values of labels it asks for. */
  get values(): readonly string[] {
    return this.requirements.flatMap(({ values }) => values);
  }

  /** Whether it asks for nothing, which is for everything or for nothing, depending on what it stands in. */
  get isEmpty(): boolean {
    return this.requirements.length === 0;
  }

  /** Whether something with these labels is selected, or may be, where they are not all known. */
  matches(labels: Labels): boolean {
    return this.requirements.every((requirement) => meets(labels, requirement));
  }

  /** What it asks for and something with these labels does not have; nothing where it is selected, or may be. */
  unmet(labels: Labels): readonly Requirement[] {
    return this.requirements.filter((requirement) => !meets(labels, requirement));
  }

  /** What it asks for, for messages: `app=web, tier in (front, back)`. */
  get summary(): string {
    return summaryOf(this.requirements);
  }
}

function meets(labels: Labels, { key, operator, values }: Requirement): boolean {
  const label = labels.get(key);
  if (labels.mayHave(key)) return true;
  if (operator === 'Exists') return label !== undefined;
  if (operator === 'DoesNotExist') return label === undefined;
  const isOneOf = label !== undefined && values.includes(label);
  return operator === 'In' ? isOneOf : !isOneOf;
}

/** Some of what a selector asks for, for messages. */
export function summaryOf(requirements: readonly Requirement[]): string {
  return requirements.map(describe).join(', ');
}

function describe({ key, operator, values }: Requirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(', ')})`;
}

/** Whether nothing may stand in a map or a list but what is written. */
function isWholly(value: YamlValue): boolean {
  return !value.isUnknown && !value.isOpen;
}

function textsOf(values: readonly YamlValue[]): string[] {
  return values.flatMap((value) => (value.text === undefined ? [] : [value.text]));
}

function readExpression(value: YamlValue): Requirement | undefined {
  const key = value.get('key').text;
  const operator = value.get('operator').text;
  const values = textsOf(value.get('values').items);
  return key === undefined || !isOperator(operator) ? undefined : { key, operator, values };
}

function isOperator(text: string | undefined): text is Operator {
  return text === 'In' || text === 'NotIn' || text === 'Exists' || text === 'DoesNotExist';
}
