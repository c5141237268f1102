import { URI } from 'vscode-uri';
import { Notes } from '../../core/notes.ts';
import type { SourceFile } from '../../engine/engine.ts';
import type { Chart } from '../../workspace/helm/chart.ts';
import type { Evaluation } from '../../workspace/helm/evaluate.ts';
import { chartOf } from '../../workspace/helm/read-chart.ts';
import type { EditedFile } from '../../workspace/helm/relatives.ts';
import { TemplateFile } from '../../workspace/helm/template-file.ts';
import { ValuesFile } from '../../workspace/helm/values-file.ts';
import type { WorkedOn } from '../spot.ts';

/** A template of a chart, as it stands in an editor. */
export interface OpenTemplate {
  readonly chart: Chart;
  readonly file: TemplateFile;
  readonly evaluation: Evaluation;
  readonly edited: EditedFile;
}

/** A file of values of a chart, as it stands in an editor. */
export interface OpenValues {
  readonly chart: Chart;
  readonly file: ValuesFile;
  readonly edited: EditedFile;
}

const templates = new Notes<SourceFile, OpenTemplate>();
const values = new Notes<SourceFile, OpenValues>();

/** The template that a file is; undefined when it is none of a chart. */
export async function templateOf({ file, around }: WorkedOn): Promise<OpenTemplate | undefined> {
  if (file.language === 'dockerfile' || !file.uri.includes('/templates/')) return undefined;
  const uri = URI.parse(file.uri).toString();
  const chart = await chartOf(uri, around.host);
  if (!chart?.hasTemplate(uri)) return undefined;
  const before = templates.get(file);
  if (before?.chart === chart) return before;
  const template = new TemplateFile(uri, file.text);
  const evaluation = chart.analysis.evaluate(template);
  const found = { chart, file: template, evaluation, edited: { uri, template: { file: template, evaluation } } };
  templates.set(file, found);
  return found;
}

/** The file of values that a file is; undefined when it is none of a chart. */
export async function valuesOf({ file, around }: WorkedOn): Promise<OpenValues | undefined> {
  if (file.language === 'dockerfile' || !/values[^/]*$/i.test(file.uri)) return undefined;
  const uri = URI.parse(file.uri).toString();
  const chart = await chartOf(uri, around.host);
  if (!chart?.hasValues(uri)) return undefined;
  const before = values.get(file);
  if (before?.chart === chart) return before;
  const read = before?.file ?? new ValuesFile(uri, file.text);
  const found = { chart, file: read, edited: { uri, values: read } };
  values.set(file, found);
  return found;
}
