import type { YamlValue } from '../../yaml/value.ts';
import { ChartAnalysis } from './analysis.ts';
import type { ObjectPath } from './meaning.ts';
import type { TemplateFile } from './template-file.ts';
import type { ValuesFile } from './values-file.ts';
import { ValuesSchema } from './values-schema.ts';

/** A chart that another one is made of (helm.sh/docs/topics/charts, "Chart dependencies"). */
export interface Dependency {
  readonly name: string;
  /** What its values go by in those of the chart: its alias or, without one, its name. */
  readonly key: string;
  /** The path of a value that says whether it takes part. */
  readonly condition: string | undefined;
  /** The chart, where it is at hand: below `charts/`, or in a folder that `repository` names. */
  readonly chart: Chart | undefined;
}

/** All that a chart is read from. */
export interface ChartParts {
  readonly folder: string;
  readonly metadata: ValuesFile;
  /** `values.yaml` first, then the files that override it. */
  readonly values: readonly ValuesFile[];
  /** Its `values.schema.json`. */
  readonly schemaFile: ValuesFile | undefined;
  readonly templates: readonly TemplateFile[];
  readonly dependencies: readonly Dependency[];
}

/** A Helm chart, as far as the workspace has it. */
export class Chart {
  /** The URI of its folder, without a slash at the end. */
  readonly folder: string;
  /** Its `Chart.yaml`. */
  readonly metadata: ValuesFile;
  readonly values: readonly ValuesFile[];
  /** Its `values.schema.json`. */
  readonly schemaFile: ValuesFile | undefined;
  readonly templates: readonly TemplateFile[];
  readonly dependencies: readonly Dependency[];
  private readSchema: { readonly schema: ValuesSchema | undefined } | undefined;
  private analysed: ChartAnalysis | undefined;

  constructor(parts: ChartParts) {
    this.folder = parts.folder;
    this.metadata = parts.metadata;
    this.values = parts.values;
    this.schemaFile = parts.schemaFile;
    this.templates = parts.templates;
    this.dependencies = parts.dependencies;
  }

  get name(): string | undefined {
    return this.metadata.root.get('name').text;
  }

  get isLibrary(): boolean {
    return this.metadata.root.get('type').text === 'library';
  }

  /** What its schema says of its values; undefined when it has none that can be read. */
  get schema(): ValuesSchema | undefined {
    this.readSchema ??= { schema: this.schemaFile && ValuesSchema.read(this.schemaFile.text) };
    return this.readSchema.schema;
  }

  /** What its templates say; made when it is first asked for. */
  get analysis(): ChartAnalysis {
    this.analysed ??= new ChartAnalysis(
      this.templates,
      this.allSubcharts().flatMap(({ templates }) => templates),
    );
    return this.analysed;
  }

  /** Whether all charts that it is made of are at hand. */
  get isComplete(): boolean {
    return this.dependencies.every(({ chart }) => chart?.isComplete === true);
  }

  /** Where in its own files of values a path stands. */
  declarationsOf(path: ObjectPath): readonly { readonly file: ValuesFile; readonly value: YamlValue }[] {
    return this.values.flatMap((file) => file.find(path).map((value) => ({ file, value })));
  }

  /** The dependency whose values go by a key. */
  dependency(key: string | undefined): Dependency | undefined {
    return this.dependencies.find((one) => one.key === key);
  }

  /** Whether a file is one of its templates, by its URI. */
  hasTemplate(uri: string): boolean {
    return uri.startsWith(`${this.folder}/templates/`);
  }

  /** Whether a file is one of its files of values, by its URI. */
  hasValues(uri: string): boolean {
    const prefix = `${this.folder}/`;
    return uri.startsWith(prefix) && isValuesName(uri.slice(prefix.length));
  }

  private allSubcharts(): readonly Chart[] {
    const found = new Set<Chart>();
    const waiting: Chart[] = [this];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const { chart } of next.dependencies) {
        if (!chart || found.has(chart)) continue;
        found.add(chart);
        waiting.push(chart);
      }
    }
    return [...found];
  }
}

/** Whether a path below a chart is called as files of values are: `values.yaml`, `values-dev.yaml`, `ci/a-values.yaml`. */
export function isValuesName(path: string): boolean {
  return /^(?:ci\/)?(?:values(?:[-._][^/]*)?|[^/]*[-._]values)\.ya?ml$/i.test(path);
}
