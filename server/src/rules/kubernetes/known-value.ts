import { mostSimilar } from '../../text/similar.ts';
import type { Chart } from '../../workspace/helm/chart.ts';
import { anyMember, type ObjectPath } from '../../workspace/helm/meaning.ts';
import { chartOf } from '../../workspace/helm/read-chart.ts';
import { declarationsIn, isSamePath, seenBy } from '../../workspace/helm/relatives.ts';
import { TemplateFile } from '../../workspace/helm/template-file.ts';
import { manifestRule } from '../define.ts';

const files = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': 'image:\n  repository: nginx\n  tag: "1.30"\n',
};
const configMap = (key: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  image: {{ .Values.image.${key} }}\n`;

export default manifestRule({
  id: 'known-value',
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Call values what `values.yaml` calls them',
  why: 'Helm writes nothing for a value that nobody sets, and says nothing about it. So a slip in the name of a value goes unnoticed: what the chart sets under the right name has no effect.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes the name that comes near. Only names are told that differ by a letter or two from one beside them which no template uses; all others may be values that whoever installs the chart can set.',
  references: ['https://helm.sh/docs/chart_template_guide/values_files/'],
  examples: [
    { path: 'web/templates/config.yaml', files, bad: configMap('repositroy'), fixed: configMap('repository') },
    { path: 'web/templates/config.yaml', files, good: configMap('repository') },
    {
      path: 'web/templates/config.yaml',
      files,
      good: configMap('digest'),
      note: 'A value that can be set, and is not.',
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    if (!manifest.text.includes('.Values')) return;
    const chart = await chartOf(uri, host);
    if (!chart?.hasTemplate(uri)) return;
    const { mentions, assigned } = chart.analysis.evaluate(new TemplateFile(uri, manifest.text));
    const places = new Map<number, ObjectPath | undefined>();
    for (const { path, span } of mentions) places.set(span.start, places.has(span.start) ? undefined : path);
    for (const { path, span } of mentions) {
      const [object, ...keys] = path;
      const name = keys.at(-1);
      // Where it may be one of several, nothing is wrong with it as long as one of them is there.
      if (object !== 'Values' || name === undefined || name.length < shortest || !places.get(span.start)) continue;
      if (path.includes(anyMember) || assigned.some((one) => isSamePath(one, path))) continue;
      const seen = await seenBy(chart, keys, host);
      if (declarationsIn(seen, { uri: '' }).length > 0 || seen.some((one) => one.chart.schema?.at(one.path))) continue;
      const around = await seenBy(chart, [...keys.slice(0, -1), anyMember], host);
      const holders = around.map((one) => ({ chart: one.chart, path: one.path.slice(0, -1) }));
      const siblings = declarationsIn(holders, { uri: '' }).flatMap(({ value }) => value.entries.map(([key]) => key));
      const unused = siblings.filter((key) => !isNamed(chart, ['Values', ...keys.slice(0, -1), key]));
      const meant = mostSimilar(name, unused, name.length < 8 ? 1 : 2);
      if (meant === undefined || isVariation(name, meant)) continue;
      report(
        span,
        `No file of values has ${keys.join('.')}, so that nothing is written here: "${meant}" may be meant`,
      ).fix(`Write "${meant}"`, () => [{ span, newText: meant }]);
    }
  },
});

/** Shorter names are too near to one another. */
const shortest = 4;

/** Whether a template names a value. */
function isNamed({ analysis }: Chart, path: ObjectPath): boolean {
  return [...analysis.evaluations.values()].some(({ mentions }) => mentions.some((one) => isSamePath(one.path, path)));
}

/** Whether two names differ as those of one thing and several do, or by a number, which is on purpose. */
function isVariation(one: string, other: string): boolean {
  return one.replace(/\d+|s$/g, '') === other.replace(/\d+|s$/g, '');
}
