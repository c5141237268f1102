import { isHeardIn, type NestedPreset, type Rule } from './rule.ts';

/** All rules there are, by id and by the peers' names for them. */
export class Registry {
  /** In the order of their ids, for people to look things up. */
  readonly rules: readonly Rule[];
  /** In the order in which they run. */
  readonly inOrder: readonly Rule[];
  private readonly byId: ReadonlyMap<string, Rule>;
  private readonly names: ReadonlySet<string>;

  /** Throws when two rules have the same id: a defect in the index of rules. */
  constructor(rules: readonly Rule[]) {
    this.inOrder = rules;
    this.rules = [...rules].sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
    this.byId = new Map(this.rules.map((rule) => [rule.meta.id, rule]));
    if (this.byId.size !== rules.length) throw new Error('two rules have the same id');
    this.names = new Set(this.rules.flatMap(({ meta }) => [meta.id, ...meta.aliases]));
  }

  get(id: string): Rule | undefined {
    return this.byId.get(id);
  }

  /** The rules a person may mean: the one with this id, or those that bear this name of a peer, prefix and case aside. */
  lookUp(name: string): readonly Rule[] {
    const rule = this.byId.get(name);
    if (rule) return [rule];
    const wanted = name.toLowerCase();
    return this.rules.filter(({ meta }) =>
      meta.aliases.some((alias) => {
        const lower = alias.toLowerCase();
        return lower === wanted || lower.slice(lower.indexOf('/') + 1) === wanted;
      }),
    );
  }

  /** Whether a name is a rule's id or a peer's name for one. */
  readonly isRule = (name: string): boolean => this.names.has(name);

  /** The rules that speak in a preset. */
  inPreset(preset: NestedPreset): readonly Rule[] {
    return this.rules.filter(({ meta }) => isHeardIn(meta.preset, preset));
  }
}
