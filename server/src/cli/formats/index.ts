import type { LintReport } from '../report.ts';
import type { Paint } from '../terminal.ts';
import { formatGithub } from './github.ts';
import { formatGitlab } from './gitlab.ts';
import { formatJson } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatPretty } from './pretty.ts';
import { formatSarif } from './sarif.ts';

/** A report as text; a long one in parts, which need not all be there at once. */
type Format = (report: LintReport, paint: Paint) => string | Iterable<string>;

export const formats: Readonly<Record<string, Format>> = {
  pretty: formatPretty,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  gitlab: formatGitlab,
  junit: formatJunit,
};
