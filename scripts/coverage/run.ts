/**
 * `npm run coverage:rules`: what of all that any tool checks in Dockerfiles and in Kubernetes manifests is covered and
 * fixed, by row and by peer.
 */
import { registry } from '../../server/src/rules/index.ts';
import { type CoveredRow, coverageOf, type Subject, subjects } from './rows.ts';

for (const subject of Object.keys(subjects) as Subject[]) tell(subjects[subject], coverageOf(subject, registry));

function tell(subject: string, rows: readonly CoveredRow[]): void {
  const covered = rows.filter(isCovered);
  const outOfScope = rows.filter((row) => !isCovered(row) && row.outOfScope !== undefined);
  const open = rows.filter((row) => !isCovered(row) && row.outOfScope === undefined);

  console.log(`# ${subject}\n`);
  for (const { group, meaning, coveredBy, missing } of open) {
    const by = coveredBy.length > 0 ? ` (without ${missing.join(', ')})` : '';
    console.log(`open: ${group}: ${meaning}${by}`);
  }
  console.log(
    `\n${rows.length} rows: ${covered.length} covered, ${covered.filter(isFixed).length} of them with a fix,`,
  );
  console.log(`${outOfScope.length} out of scope, ${open.length} open\n`);

  console.log('| peer | names | covered | with a fix | out of scope | open |\n|---|---|---|---|---|---|');
  for (const peer of [...new Set(rows.flatMap(({ names }) => names.map(peerOf)))].sort()) {
    const names = [...new Set(rows.flatMap((row) => row.names.filter((name) => peerOf(name) === peer)))];
    const rowsOf = (name: string) => rows.filter((row) => row.names.includes(name));
    const count = (list: readonly CoveredRow[]) =>
      names.filter((name) => rowsOf(name).some((row) => list.includes(row))).length;
    const numbers = [names.length, count(covered), count(covered.filter(isFixed)), count(outOfScope), count(open)];
    console.log(`| ${peer} | ${numbers.join(' | ')} |`);
  }
  console.log();
}

function isCovered({ coveredBy, missing }: CoveredRow): boolean {
  return coveredBy.length > 0 && missing.length === 0;
}

function isFixed({ coveredBy }: CoveredRow): boolean {
  return coveredBy.some(({ meta }) => meta.fix !== 'none');
}

function peerOf(name: string): string {
  return name.split('/')[0] ?? name;
}
