import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'manifest-syntax',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  isIndispensable: true,
  since: '0.1.0',
  summary: 'Write valid YAML',
  why: 'What is no valid YAML is refused by `kubectl` and by every controller that reads it. Seaworthy names the place and judges the rest of the document all the same.',
  aliases: [],
  fix: 'none',
  examples: [
    { bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n\tlabels: {}\n', note: 'A tab cannot indent.' },
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  name: api\n',
      note: 'A key stands there twice.',
    },
    { bad: 'apiVersion: v1\nkind: ConfigMap\ndata:\n  greeting: "hello\n', note: 'A quote is not closed.' },
    { good: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n' },
  ],
  check({ manifest, report }) {
    for (const { span, message } of manifest.problems) report(span, message);
  },
});
