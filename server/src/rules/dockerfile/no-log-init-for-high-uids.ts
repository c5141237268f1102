import { Refusal } from '../../core/fix.ts';
import { insertArgument } from '../../dockerfile/command-edits.ts';
import { given, readOptions } from '../../shell/options.ts';
import { dockerfileRule } from '../define.ts';

/** Options of useradd that take a value (useradd(8), shadow 4.17). */
const options = {
  short: 'bcdefgGkKpRPsuZ',
  long: ['--uid', '--gid', '--groups', '--home-dir', '--home', '--shell', '--comment', '--base-dir', '--skel'],
};

export default dockerfileRule({
  id: 'no-log-init-for-high-uids',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Add users with high numbers without login records',
  why: '`useradd` makes room in `/var/log/lastlog` and `/var/log/faillog` for every number up to the new one. The files are sparse, but the archive of a layer does not know holes: a user with the number 1000000 can make it hundreds of megabytes large, and fill the disk of the builder. `--no-log-init`, or `-l`, leaves the files alone.',
  lesson: 'small-images',
  aliases: ['hadolint/DL3046', 'droast/DF064'],
  fix: 'safe',
  fixing: 'Adds `-l`.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN useradd -u 1000720001 app\n',
      fixed: 'FROM debian:13\nRUN useradd -l -u 1000720001 app\n',
    },
    { good: 'FROM debian:13\nRUN useradd --no-log-init --uid 1000720001 app\n' },
    { good: 'FROM debian:13\nRUN useradd -u 10001 app\n' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('useradd')) {
      const program = command.words[0];
      if (!program) continue;
      const line = readOptions(command.arguments, options);
      const uid = given(line, '-u', '--uid');
      // Numbers of five digits make files of a few megabytes at most.
      if (!uid || !/^\d{6,}$/.test(uid.value ?? '') || given(line, '-l', '--no-log-init')) continue;
      const span = { start: uid.span.start, end: (uid.valueWord ?? uid.word).span.end };
      report(span, `User number ${uid.value} makes the login records huge: add -l`).fix('Add -l', () => {
        const edit = insertArgument(run, command, program, '-l');
        return edit instanceof Refusal ? edit : [edit];
      });
    }
  },
});
