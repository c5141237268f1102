import { mostSimilar } from '../text/similar.ts';
import { type Preset, speaksIn } from './preset.ts';
import type { Rule } from './rule.ts';
import type { RuleNames } from './settings.ts';

/** All rules there are, by id and by the peers' names for them. */
export class Registry implements RuleNames {
  /** In the order of their ids, for people to look things up. */
  readonly rules: readonly Rule[];
  /** In the order in which they run. */
  readonly inOrder: readonly Rule[];
  private readonly byId: ReadonlyMap<string, Rule>;
  private readonly names: ReadonlySet<string>;
  private bareNames: ReadonlyMap<string, readonly string[]> | undefined;

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
        return lower === wanted || bare(lower) === wanted;
      }),
    );
  }

  meaningOf(name: string): readonly string[] {
    if (name === '*' || this.names.has(name)) return [name];
    if (name.endsWith('/*')) return [...this.names].some((known) => known.startsWith(name.slice(0, -1))) ? [name] : [];
    this.bareNames ??= this.readBareNames();
    const aliases = this.bareNames.get(name.toLowerCase()) ?? [];
    return aliases.length < 2 || this.lookUp(name).length === 1 ? aliases : [];
  }

  nearest(name: string): string | undefined {
    const known = [...this.names].map((one) => (name.includes('/') ? one : bare(one)));
    // A code with another number is another rule, however near it is.
    const candidates = new Set(known.filter((one) => digitsOf(one) === digitsOf(name)));
    const found = mostSimilar(name, candidates);
    return found !== undefined && this.meaningOf(found).length > 0 ? found : undefined;
  }

  /** The peers' names by what is left of them without prefix and case; ids under themselves. */
  private readBareNames(): Map<string, readonly string[]> {
    const names = new Map<string, readonly string[]>();
    for (const name of this.names) {
      const key = bare(name).toLowerCase();
      names.set(key, [...(names.get(key) ?? []), name]);
    }
    return names;
  }

  /** The rules that speak in a preset. */
  inPreset(preset: Preset): readonly Rule[] {
    return this.rules.filter(({ meta }) => speaksIn(meta, preset));
  }
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

/** A peer's name without its prefix. */
function bare(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
