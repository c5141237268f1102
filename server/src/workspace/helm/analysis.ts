import { type Definition, type Evaluation, Evaluator } from './evaluate.ts';
import { isSame, join, type Meaning, rootObject, unknown } from './meaning.ts';
import { TemplateFile } from './template-file.ts';

/** A definition and the file it stands in. */
export interface DefinitionPlace {
  readonly definition: Definition;
  readonly file: TemplateFile;
}

/** More rounds bring nothing that anybody would miss: a definition that includes others hands on what it was given. */
const mostRounds = 6;

/** What the templates of a chart say together. What the dot is in a definition follows from who includes it. */
export class ChartAnalysis {
  /** By URI; of the files of other charts only what they say on behalf of this one. */
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** Those of the chart and of its subcharts, by name; the one that counts is the last. */
  readonly definitions: ReadonlyMap<string, readonly DefinitionPlace[]>;
  private readonly dots = new Map<string, Meaning>();
  /** The templates of its subcharts. */
  readonly others: readonly TemplateFile[];
  private readonly foreign: ReadonlySet<string>;

  /** `own` are the templates of the chart itself, `others` those of its subcharts, of which only definitions count. */
  constructor(own: readonly TemplateFile[], others: readonly TemplateFile[]) {
    this.others = others;
    this.foreign = new Set(others.map(({ uri }) => uri));
    const evaluations = new Map<string, Evaluation>();
    let waiting: readonly TemplateFile[] = [...others, ...own];
    for (let round = 0; waiting.length > 0 && round < mostRounds; round++) {
      for (const file of waiting) evaluations.set(file.uri, this.evaluateFirst(file));
      const changed = this.learnDots(waiting.flatMap(({ uri }) => evaluations.get(uri)?.includes ?? []));
      const affected = changed.size > 0 ? [...others, ...own] : [];
      waiting = affected.filter(({ uri }) =>
        evaluations.get(uri)?.definitions.some(({ name }) => changed.has(name.value)),
      );
    }
    // What nobody includes is meant for others, who give it what every template is given.
    for (const file of own) {
      const unreached = evaluations.get(file.uri)?.definitions.filter(({ name }) => !this.dots.has(name.value)) ?? [];
      if (unreached.length > 0) evaluations.set(file.uri, this.evaluate(file));
    }
    this.evaluations = evaluations;
    const definitions = new Map<string, DefinitionPlace[]>();
    for (const file of [...others, ...own]) {
      for (const definition of evaluations.get(file.uri)?.definitions ?? []) {
        const { value } = definition.name;
        definitions.set(value, [...(definitions.get(value) ?? []), { definition, file }]);
      }
    }
    this.definitions = definitions;
  }

  /** What a template of the chart says, be it one of those that were read or a newer version of it. */
  evaluate(file: TemplateFile): Evaluation {
    return evaluated(file, this.outerDot(file), (name) => this.dotOf(name));
  }

  /** The evaluation of a text, the beginning of a template of the chart, which tells what is known at its end. */
  runThrough(text: string): Evaluator {
    return new Evaluator((name) => this.dotOf(name)).run(new TemplateFile('', text).expressions);
  }

  private dotOf(name: string): Meaning {
    return this.dots.get(name) ?? rootObject;
  }

  private evaluateFirst(file: TemplateFile): Evaluation {
    return evaluated(file, this.outerDot(file), (name) => this.dots.get(name) ?? unknown);
  }

  /** The templates of subcharts are given other objects; what they define is given what the chart gives it. */
  private outerDot({ uri }: TemplateFile): Meaning {
    return this.foreign.has(uri) ? unknown : rootObject;
  }

  private learnDots(includes: Evaluation['includes']): ReadonlySet<string> {
    const changed = new Set<string>();
    for (const { name, given } of includes) {
      if (isSame(given, unknown)) continue;
      const before = this.dots.get(name.value);
      const now = before ? join(before, given) : given;
      if (before && isSame(before, now)) continue;
      this.dots.set(name.value, now);
      changed.add(name.value);
    }
    return changed;
  }
}

/** What a template says, and the meanings that it was found out with. */
interface Known {
  readonly evaluation: Evaluation;
  readonly outerDot: Meaning;
  readonly dots: ReadonlyMap<string, Meaning>;
}

const known = new WeakMap<TemplateFile, Known>();

/** What a template says. It is found out again only when what the dot is in one of its definitions has changed. */
function evaluated(file: TemplateFile, outerDot: Meaning, dotOf: (name: string) => Meaning): Evaluation {
  const before = known.get(file);
  if (before?.outerDot === outerDot && [...before.dots].every(([name, dot]) => isSame(dot, dotOf(name))))
    return before.evaluation;
  const dots = new Map<string, Meaning>();
  const asked = (name: string) => {
    const dot = dotOf(name);
    dots.set(name, dot);
    return dot;
  };
  const evaluation = new Evaluator(asked, outerDot).run(file.expressions);
  known.set(file, { evaluation, outerDot, dots });
  return evaluation;
}
