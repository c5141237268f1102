import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';

/** A variable that a container declares in `env`. */
export interface EnvironmentVariable {
  readonly name: string;
  /** Where it stands in the list. */
  readonly index: number;
  /** The member of the list. */
  readonly item: YamlValue;
  /** Its value as it is written; missing when it comes from elsewhere. */
  readonly value: YamlValue;
}

/** A reference to a variable, `$(NAME)`, in the value of another one, in a command or in its arguments. */
export interface VariableReference {
  readonly name: string;
  /** Offsets in the text of the value, parentheses included. */
  readonly start: number;
  readonly end: number;
}

/** The variables of a container, in the order in which the kubelet makes them. */
export function environmentOf(container: Container): readonly EnvironmentVariable[] {
  return container.value.get('env').items.flatMap((item, index) => {
    const name = item.get('name').text;
    return name === undefined ? [] : [{ name, index, item, value: item.get('value') }];
  });
}

/**
 * The references in a text, by the rules of the API reference: `$(NAME)` is one, `$$` stands for a dollar sign, and
 * what has no closing parenthesis is left as it is ("EnvVar", Kubernetes 1.36).
 */
export function referencesIn(text: string): readonly VariableReference[] {
  const references: VariableReference[] = [];
  for (const match of text.matchAll(/\$\$|\$\(([^)]*)\)/g)) {
    const [written, name] = match;
    if (name !== undefined) references.push({ name, start: match.index, end: match.index + written.length });
  }
  return references;
}

/** Whether a name is one of those that the kubelet sets for every service of the namespace, such as `WEB_SERVICE_HOST`. */
export function isServiceVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*_(?:SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/.test(
    name,
  );
}
