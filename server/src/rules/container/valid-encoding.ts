import type { Reporter } from '../../core/report.ts';
import { containerRule } from '../define.ts';

export default containerRule({
  id: 'valid-encoding',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Save files as UTF-8',
  why: 'Builders and the Kubernetes API read UTF-8. A file in another encoding is refused, or its letters turn into others on the way.',
  aliases: [],
  fix: 'none',
  examples: [
    { bad: 'FROM alpine:3.24\nLABEL name="caf\uFFFD"\n', note: 'Bytes that are no UTF-8 are shown as \uFFFD.' },
    { bad: 'apiVersion: v1\nkind: ConfigMap\ndata:\n  name: caf\uFFFD\n' },
    { good: 'FROM alpine:3.24\nLABEL name="café"\n' },
  ],
  checkDockerfile({ dockerfile, report }) {
    check(dockerfile.text, report);
  },
  checkManifest({ manifest, report }) {
    check(manifest.text, report);
  },
});

function check(text: string, report: Reporter): void {
  const at = text.indexOf('\uFFFD');
  if (at !== -1)
    report({ start: at, end: at + 1 }, 'From here on the file is not valid UTF-8: save it in that encoding');
}
