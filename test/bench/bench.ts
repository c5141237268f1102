/**
 * Prints how fast what ships is, as shares of the budgets: `npm run bench [-- OPTIONS]`.
 *
 *   --inputs DIR    write the files to measure with there, and leave them
 *   --against DIR   measure another build as well, the `dist/` of an earlier commit, and print ratios
 *   --peers         do no more than compare the command line with others of its kind
 *
 * hadolint, kube-linter, kube-score and kubeconform are measured in the same run when they are on the path; what
 * kubeconform finds schemas with is given in SEAWORTHY_KUBECONFORM_SCHEMAS, in its own notation. Figures are worth
 * something only beside others of the same run.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dist } from '../support/built.ts';
import { dockerfileOf, longManifestOf, manifestOf, manifestRunning, skaffoldOf } from './inputs.ts';
import { type Measured, measureCommand, measureEditing, measureGrowth, measureWriting } from './measures.ts';
import { asRepository, compareWithPeers } from './peers.ts';

const { values } = parseArgs({
  options: { inputs: { type: 'string' }, against: { type: 'string' }, peers: { type: 'boolean', default: false } },
});
const folder = values.inputs ? path.resolve(values.inputs) : mkdtempSync(path.join(tmpdir(), 'seaworthy-bench-'));
const other = values.against && path.resolve(values.against);

type Unit = 'ms' | 's' | 'times' | 'MB';
type Measure = (build: string) => Promise<Measured> | Measured;

const heads = ['what', 'measured', 'budget', 'share', ...(other ? ['earlier', 'ratio'] : []), 'note'];
const rows: string[][] = [heads, heads.map(() => '---')];

async function row(what: string, unit: Unit, budget: number, measure: Measure): Promise<Measured> {
  const measured = await measure(dist);
  const { value, note = '' } = measured;
  const earlier = other ? (await measure(other)).value : undefined;
  rows.push([
    what,
    `${value.toFixed(1)} ${unit}`,
    `${budget} ${unit}`,
    `${((value / budget) * 100).toFixed(0)} %`,
    ...(earlier === undefined ? [] : [`${earlier.toFixed(1)} ${unit}`, (value / earlier).toFixed(2)]),
    note,
  ]);
  return measured;
}

async function editing(what: string, name: string, languageId: string, text: string, budget: number): Promise<void> {
  const file = write(name, text);
  const lines = `${what}, ${text.split('\n').length - 1} lines`;
  await row(`${lines}: keystroke to diagnostics, p95`, 'ms', budget, async (build) => {
    return (await measureEditing(build, file, languageId)).keystroke;
  });
  await row(`${lines}: start of the server to diagnostics`, 'ms', 400, async (build) => {
    return (await measureEditing(build, file, languageId)).first;
  });
}

/** How quickly somebody is helped who writes, each within 50 ms. */
async function writing(
  what: string,
  file: string,
  languageId: string,
  options: Parameters<typeof measureWriting>[3],
): Promise<void> {
  for (const feature of ['completion', 'hover', 'definition'] as const) {
    await row(`${what}: ${feature}, p95`, 'ms', 50, async (build) => {
      return (await measureWriting(build, file, languageId, options))[feature];
    });
  }
}

/** The command line over many files. */
function commandLine(what: string, root: string, budget: number, ...more: readonly string[]): Promise<Measured> {
  return row(`${what} on the command line${more.length > 0 ? ', every rule' : ''}`, 's', budget, (build) =>
    measureCommand(['node', path.join(build, 'cli.js'), 'lint', root, '--format', 'json', ...more]),
  );
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function writeMany(below: string, name: string, count: number, text: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => write(path.join(below, String(index), name), text(index)));
}

const dockerfiles = writeMany('dockerfiles', 'Dockerfile', 1000, (index) => dockerfileOf(25 * (1 + (index % 3))));
const manifests = writeMany('manifests', 'app.yaml', 2000, (index) => manifestOf(1 + (index % 3)));
/** Measures what has a budget. */
async function measureAll(): Promise<void> {
  await editing('Dockerfile', 'alone/Dockerfile', 'dockerfile', dockerfileOf(157), 16);
  await editing('Manifest', 'alone/web.yaml', 'yaml', manifestOf(13), 30);
  await editing('Manifest of 120 documents', 'large/all.yaml', 'yaml', manifestOf(125), 60);
  write('every-rule/.seaworthy.yaml', 'extends: all\n');
  await editing('Dockerfile, every rule', 'every-rule/Dockerfile', 'dockerfile', dockerfileOf(157), 16);
  await editing('Manifest, every rule', 'every-rule/web.yaml', 'yaml', manifestOf(13), 30);
  const workspace = path.join(folder, 'manifests');
  const among = (build: string) => measureEditing(build, manifests[0] ?? '', 'yaml', workspace);
  await row(
    'Manifest among 2,000: keystroke to diagnostics, p95',
    'ms',
    30,
    async (build) => (await among(build)).keystroke,
  );
  const linked = path.join(folder, 'linked');
  write('linked/skaffold.yaml', skaffoldOf(200));
  const built = writeMany('linked/images', 'Dockerfile', 200, () => dockerfileOf(25));
  const running = writeMany('linked/k8s', 'app.yaml', 2000, (index) => manifestRunning(index % 200));
  for (const [what, file, languageId, budget] of [
    ['Manifest', running[0] ?? '', 'yaml', 30],
    ['Dockerfile', built[0] ?? '', 'dockerfile', 16],
  ] as const) {
    await row(
      `${what} among 2,000 manifests and 200 Dockerfiles that are linked: keystroke to diagnostics, p95`,
      'ms',
      budget,
      async (build) => (await measureEditing(build, file, languageId, linked)).keystroke,
    );
  }
  await row('Server with 2,000 manifests indexed: memory', 'MB', 200, async (build) => (await among(build)).memory);
  const inSpec = { behind: 'spec:', typed: '  st' };
  await writing('Manifest of 120 documents', path.join(folder, 'large/all.yaml'), 'yaml', inSpec);
  const inResources = { behind: 'resources:', typed: '            re' };
  const long = write('one/long.yaml', longManifestOf(427));
  await writing('Manifest of one document of 3,000 lines', long, 'yaml', inResources);
  await writing('Manifest among 2,000', manifests[0] ?? '', 'yaml', { ...inSpec, workspace });
  const afterUser = { behind: 'USER node', typed: 'COPY ' };
  await writing('Dockerfile of 300 lines', write('long/Dockerfile', dockerfileOf(300)), 'dockerfile', afterUser);
  await commandLine('1,000 Dockerfiles', path.join(folder, 'dockerfiles'), 3);
  await commandLine('2,000 manifests', workspace, 10);
  await commandLine('1,000 Dockerfiles', path.join(folder, 'dockerfiles'), 3, '--preset', 'all');
  await row('Dockerfile: ten times the lines', 'times', 11, (build) =>
    measureGrowth(build, folder, 'Dockerfile', dockerfileOf),
  );
  await row('Manifest: ten times the lines', 'times', 11, (build) =>
    measureGrowth(build, folder, 'grow.yaml', (lines) => manifestOf(Math.max(1, Math.round(lines / 24)))),
  );
}

if (!values.peers) await measureAll();
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`);
if (!values.peers) for (const cells of rows) console.log(`| ${cells.join(' | ')} |`);
for (const [what, files] of [
  ['Dockerfiles', dockerfiles],
  ['manifests', manifests.slice(0, 1000)],
] as const) {
  console.log();
  const compared = asRepository(path.join(folder, 'peers', what), files);
  for (const line of compareWithPeers(dist, what, compared)) console.log(line);
}
if (values.inputs) console.log(`\nThe files are in ${folder}: ${readdirSync(folder).join(', ')}`);
else rmSync(folder, { recursive: true });
