import type { ShellCommand } from './command.ts';

/** Commands that bring the schema of a database up to date (the documentation of each tool). */
const migrating =
  /\bmanage\.py migrate\b|\b(?:rails|rake) db:(?:migrate|setup|prepare|schema:load)\b|\balembic (?:-\S+ \S+ )*upgrade\b|\b(?:flask|airflow|superset) db (?:upgrade|migrate)\b|\bprisma (?:migrate deploy|db push)\b|\bknex migrate:latest\b|\bsequelize(?:-cli)? db:migrate\b|\btypeorm(?:-ts-node-\w+)? migration:run\b|\bartisan migrate\b|\bdoctrine:migrations:migrate\b|\bliquibase\b.* update\b|\bflyway\b.* migrate\b|\bef database update\b|\bgoose\b.* up$|\b(?:npm|yarn|pnpm)(?: run)? (?:db:)?migrat(?:e|ions?)\b/;

/** Whether a command brings the schema of a database up to date. */
export function isMigration(command: ShellCommand): boolean {
  const words = command.allWords.map(({ value, text }) => value ?? text);
  return migrating.test(words.join(' '));
}
