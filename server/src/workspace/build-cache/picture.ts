import type { LineMap } from '../../text/lines.ts';
import { type Advice, gainInWords } from './advice.ts';
import type { CacheHistory } from './cache-history.ts';
import { rowsOf, summaryOf } from './table.ts';

/** A cache history and the file it is of. */
export interface PicturedHistory {
  /** The path of the Dockerfile, as it is shown. */
  readonly path: string;
  readonly lines: LineMap;
  readonly history: CacheHistory;
  /** What would have saved something. */
  readonly advice: readonly Advice[];
}

/** How many commits are shown: more columns than this are too narrow to point at. */
const mostColumns = 100;

/**
 * A page with a picture of each history: instructions by commits, coloured by rebuilt or cached. It holds no script and
 * asks for nothing, so that it can be kept, sent, and shown in an editor, whose colours it takes.
 */
export function cachePage(histories: readonly PicturedHistory[]): string {
  const sections = histories.map(section).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Build cache</title>
<style>
${style}
</style>
</head>
<body>
<h1>Build cache</h1>
<p>Each column is one of the last commits, the newest on the left; each row an instruction of the Dockerfile as it stands today.
Filled: a builder that remembers the commit before would have carried it out again.</p>
${sections}
</body>
</html>
`;
}

const style = `:root { color-scheme: light dark; }
body { font: 14px/1.5 var(--vscode-font-family, system-ui, sans-serif); margin: 1.5rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; }
td { padding: 0 .6rem 0 0; white-space: nowrap; vertical-align: middle; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); }
svg { display: block; }
rect.rebuilt { fill: var(--vscode-charts-orange, #d9822b); }
rect.cached { fill: var(--vscode-charts-green, #3d9970); opacity: .25; }
tr.stage td { padding-top: .6rem; font-weight: 600; }
.note { opacity: .8; }`;

function section({ path, lines, history, advice }: PicturedHistory): string {
  const { replay, notes } = history;
  const rows = rowsOf(history, lines);
  let stage: string | undefined;
  const cells = rows.map((row, at) => {
    const step = replay.steps[at];
    const head = row.stage === stage ? '' : `<tr class="stage"><td colspan="4">${text(row.stage)}</td></tr>\n`;
    stage = row.stage;
    const share = replay.commits.length > 0 ? `${row.rebuilt} of ${replay.commits.length}` : '';
    const bar = step ? columns(step.rebuilt, history) : '';
    const why = step ? text(summaryOf(step)) : '';
    return `${head}<tr title="${why}"><td class="number">${row.line}</td><td><code>${text(row.instruction)}</code></td><td class="number">${share}</td><td>${bar}</td></tr>`;
  });
  const said = notes.map((note) => `<p class="note">${text(note)}</p>`).join('\n');
  const advised = advice.map(
    ({ proposal: { title, at }, gain }) =>
      `<li>Line ${lines.lineAt(at[0]?.span.start ?? 0) + 1}: ${text(title)} (${gainInWords(gain)})</li>`,
  );
  const list = advised.length > 0 ? `\n<h3>What would have saved builds</h3>\n<ul>\n${advised.join('\n')}\n</ul>` : '';
  return `<h2>${text(path)}</h2>\n${said}\n<table>\n${cells.join('\n')}\n</table>${list}`;
}

const [width, height] = [9, 16];

function columns(rebuilt: readonly boolean[], { replay }: CacheHistory): string {
  const shown = rebuilt.slice(0, mostColumns);
  if (shown.length === 0) return '';
  const marks = shown.map((isRebuilt, at) => {
    const commit = replay.commits[at];
    const title = commit ? `<title>${text(`${commit.id.slice(0, 10)} ${commit.subject}`)}</title>` : '';
    return `<rect class="${isRebuilt ? 'rebuilt' : 'cached'}" x="${at * width}" width="${width - 1}" height="${height}">${title}</rect>`;
  });
  return `<svg width="${shown.length * width}" height="${height + 2}" role="img" aria-label="${shown.filter(Boolean).length} of ${shown.length} rebuilt">${marks.join('')}</svg>`;
}

/** A text in which nothing is markup. */
function text(said: string): string {
  return said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
