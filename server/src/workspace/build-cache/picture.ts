import type { LineMap } from '../../text/lines.ts';
import { type Advice, gainInWords } from './advice.ts';
import type { CacheHistory } from './cache-history.ts';
import { blame, rowsOf, summaryOf } from './table.ts';

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
<p>How often a builder that remembers the commit before would have carried out the instructions of the Dockerfile, as it stands now, again.
Each mark is a commit, the newest on the left: <span class="key"></span> carried out again, <span class="key cached"></span> remembered.</p>
${sections}
</body>
</html>
`;
}

const style = `:root { color-scheme: light dark; --rebuilt: var(--vscode-editorWarning-foreground, #bf8803); }
body { font: 14px/1.5 var(--vscode-font-family, system-ui, sans-serif); margin: 1rem; max-width: 80rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 1px .8rem 1px 0; white-space: nowrap; text-align: left; }
th { font-weight: normal; opacity: .8; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.instruction, .why { max-width: 38vw; overflow: hidden; text-overflow: ellipsis; }
.why { max-width: 24vw; opacity: .8; }
.builds { width: 100%; min-width: 5rem; }
@media (max-width: 50rem) { .why { display: none; } }
code { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); background: none; color: inherit; padding: 0; }
svg { display: block; width: 100%; height: 16px; }
rect { fill: var(--rebuilt); }
.key { display: inline-block; width: 10px; height: 16px; vertical-align: -3px; background: var(--rebuilt); }
.cached { fill: currentColor; background: currentColor; opacity: .15; }
tr.stage td { padding-top: .6rem; font-weight: 600; }
.note { opacity: .8; }`;

function section({ path, lines, history, advice }: PicturedHistory): string {
  const { replay, notes } = history;
  const rows = rowsOf(history, lines);
  // One stage needs no heading.
  const hasHeadings = new Set(rows.map(({ stage }) => stage)).size > 1;
  let stage: string | undefined;
  const cells = rows.map((row, at) => {
    const step = replay.steps[at];
    const isNew = hasHeadings && row.stage !== stage;
    const head = isNew ? `<tr class="stage"><td colspan="5">Stage ${text(row.stage)}</td></tr>\n` : '';
    stage = row.stage;
    const share = replay.commits.length > 0 ? `${row.rebuilt} of ${replay.commits.length}` : '';
    const bar = step ? columns(step.rebuilt, history) : '';
    const why = step && step.count > 0 ? text(blame(step)) : '';
    const said = step ? text(summaryOf(step)) : '';
    const instruction = text(row.instruction);
    return `${head}<tr title="${instruction}: ${said}"><td class="number">${row.line}</td><td class="instruction"><code>${instruction}</code></td><td class="number">${share}</td><td class="builds">${bar}</td><td class="why">${why}</td></tr>`;
  });
  const said = notes.map((note) => `<p class="note">${text(note)}</p>`).join('\n');
  const advised = advice.map(
    ({ proposal: { title, at }, gain }) =>
      `<li>Line ${lines.lineAt(at[0]?.span.start ?? 0) + 1}: ${text(title)} (${gainInWords(gain)})</li>`,
  );
  const list = advised.length > 0 ? `\n<h3>What would have saved builds</h3>\n<ul>\n${advised.join('\n')}\n</ul>` : '';
  return `<h2>${text(path)}</h2>\n${said}\n<table>\n${titles}\n${cells.join('\n')}\n</table>${list}`;
}

const titles =
  '<tr><th class="number">line</th><th>instruction</th><th class="number">rebuilt</th><th>commits</th><th class="why">because of</th></tr>';

/** A commit is as wide as there is room, and no wider than this; in CSS pixels. */
const [width, height] = [12, 16];

function columns(rebuilt: readonly boolean[], { replay }: CacheHistory): string {
  const shown = rebuilt.slice(0, mostColumns);
  if (shown.length === 0) return '';
  const marks = shown.map((isRebuilt, at) => {
    const commit = replay.commits[at];
    const title = commit ? `<title>${text(`${commit.id.slice(0, 10)} ${commit.subject}`)}</title>` : '';
    return `<rect class="${isRebuilt ? 'rebuilt' : 'cached'}" x="${at * width}" width="${width * 0.85}" height="${height}">${title}</rect>`;
  });
  const all = shown.length * width;
  const said = `${shown.filter(Boolean).length} of ${shown.length} rebuilt`;
  return `<svg style="max-width: ${all}px" viewBox="0 0 ${all} ${height}" preserveAspectRatio="none" role="img" aria-label="${said}">${marks.join('')}</svg>`;
}

/** A text in which nothing is markup. */
function text(said: string): string {
  return said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
