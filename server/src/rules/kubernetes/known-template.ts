import { mostSimilar } from '../../text/similar.ts';
import { chartOf, parentChart } from '../../workspace/helm/read-chart.ts';
import { TemplateFile } from '../../workspace/helm/template-file.ts';
import { manifestRule } from '../define.ts';

const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
const helpers = '{{- define "web.name" -}}\n{{ .Chart.Name }}\n{{- end }}\n';
const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "${name}" . }}\ndata:\n  key: value\n`;

export default manifestRule({
  id: 'known-template',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Include templates that the chart defines',
  why: 'Helm renders all templates of a chart before it installs any of them. Where one includes a named template that no file defines, rendering ends there, and with it the installation or the upgrade.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes the name of the template that is nearly called so. Nothing is said in charts whose dependencies are not all at hand, in library charts, and in charts that are part of another one, for their templates may be defined there.',
  references: ['https://helm.sh/docs/chart_template_guide/named_templates/'],
  examples: [
    {
      path: 'web/templates/config.yaml',
      files: { 'web/Chart.yaml': chart, 'web/templates/_helpers.tpl': helpers },
      bad: configMap('web.nmae'),
      fixed: configMap('web.name'),
    },
    {
      path: 'web/templates/config.yaml',
      files: { 'web/Chart.yaml': chart, 'web/templates/_helpers.tpl': helpers },
      good: configMap('web.name'),
    },
    {
      path: 'web/templates/config.yaml',
      files: {
        'web/Chart.yaml': `${chart}dependencies:\n  - name: common\n    version: 2.x.x\n    repository: oci://example.com/charts\n`,
        'web/templates/_helpers.tpl': helpers,
      },
      good: configMap('common.names.fullname'),
      note: 'It is defined in a chart that is not at hand.',
    },
  ],
  async checkFiles({ manifest, uri, host, report }) {
    if (!manifest.text.includes('{{')) return;
    const chart = await chartOf(uri, host);
    if (!chart?.hasTemplate(uri) || !chart.isComplete || chart.isLibrary) return;
    if (mayBePart(chart.folder, host.rootOf(uri)) || (await parentChart(chart, host))) return;
    const { analysis } = chart;
    const { includes, definitions } = analysis.evaluate(new TemplateFile(uri, manifest.text));
    const own = new Set(definitions.map(({ name }) => name.value));
    for (const { name } of includes) {
      const { value, span } = name;
      if (value === '' || own.has(value) || analysis.definitions.has(value)) continue;
      const finding = report(
        span,
        `No template is called "${value}", neither in this chart nor in those that it is made of: rendering ends here`,
      );
      const meant = mostSimilar(value, analysis.definitions.keys());
      if (meant !== undefined) finding.fix(`Include "${meant}"`, () => [{ span, newText: meant }]);
    }
  },
});

/** Whether a chart lies where the parts of charts do, below a folder that is not in the workspace. */
function mayBePart(folder: string, root: string): boolean {
  const above = /^(.*)\/charts\/[^/]+$/.exec(folder)?.[1];
  return above !== undefined && !`${above}/`.startsWith(`${root}/`);
}
