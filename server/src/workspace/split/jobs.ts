import { Refusal } from '../../core/fix.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { ScriptFiles } from '../processes/image-files.ts';
import type { Part } from './part.ts';
import { helperRole } from './roles.ts';
import { withoutComments } from './texts.ts';

/** Where the tables of cron are: Debian's and Alpine's (crontab(5), crond of BusyBox). */
const tables = ['/etc/crontab', '/etc/cron.d/*', '/etc/crontabs/*', '/var/spool/cron/crontabs/*', '/var/spool/cron/*'];

/** What jobs do to processes and files that are not theirs. */
const meddling =
  /\b(?:kill|pkill|killall|service|systemctl|supervisorctl|apachectl|certbot|logrotate|reload|restart|pidof|pgrep|docker)\b|nginx\s+-s|\.pid\b/;

/**
 * Why what a cron runs cannot be told from another container; undefined where it can. `named` are the texts of the files
 * that its command line names.
 */
export async function obstacleInJobs(
  part: Part,
  stage: Stage,
  files: ScriptFiles,
  named: readonly string[],
): Promise<Refusal | undefined> {
  if (helperRole(part) !== 'cron') return undefined;
  const unknown = new Refusal(`What ${part.name} runs is not known.`);
  const copied = (await Promise.all(tables.map((one) => files.matching(one)))).flat();
  const texts = [...named, ...copied.map(({ source }) => source.text)];
  for (const run of stage.lineage.flatMap(({ runs }) => runs)) {
    for (const command of run.commands.filter(writesTable)) {
      const [given] = command.name === 'crontab' ? command.operands : [];
      const file = given === undefined || given === '-' ? undefined : await files.at(given);
      if (given !== undefined && given !== '-' && !file) return unknown;
      texts.push(file?.source.text ?? run.arguments.text);
    }
  }
  if (texts.length === 0) return unknown;
  const found = texts.map((text) => meddling.exec(withoutComments(text))?.[0]).find((one) => one !== undefined);
  return found === undefined
    ? undefined
    : new Refusal(`The jobs of ${part.name} look after other processes or their files: "${found}".`);
}

function writesTable({ name, writesTo }: ShellCommand): boolean {
  return name === 'crontab' || writesTo.some(({ text }) => text.includes('cron'));
}
