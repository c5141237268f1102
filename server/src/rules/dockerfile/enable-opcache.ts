import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertBelow } from '../../dockerfile/edits.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { isForProduction } from '../../dockerfile/purpose.ts';
import { officialName } from '../../image/reference.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'enable-opcache',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Install OPcache in PHP images that serve requests',
  why: 'Without OPcache PHP reads and compiles every script anew for every request. The official images of PHP before 8.5 come with its source but do not install it; since 8.5 it is part of PHP.',
  aliases: ['tally/php/enable-opcache-in-production'],
  fix: 'suggested',
  fixing: 'Installs it below FROM. Stages and files whose names speak of development or tests are left alone.',
  references: ['https://www.php.net/manual/en/book.opcache.php'],
  examples: [
    {
      bad: 'FROM php:8.4-fpm\nCOPY . /var/www/html/\n',
      fixed: 'FROM php:8.4-fpm\nRUN docker-php-ext-install opcache\nCOPY . /var/www/html/\n',
    },
    { good: 'FROM php:8.4-fpm\nRUN docker-php-ext-install opcache pdo_mysql\n' },
    { good: 'FROM php:8.5-fpm\nCOPY . /var/www/html/\n' },
    { good: 'FROM php:8.4-cli\nCOPY . /app/\n' },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage;
    const { from, parent } = stage;
    const reference = stage.image?.reference;
    if (!from?.image || parent || !reference || officialName(reference) !== 'php') return;
    if (!servesWithout(reference.tag ?? '') || !isForProduction(dockerfile, stage) || mentionsOpcache(dockerfile))
      return;
    report(from.image.span, `${reference.text} compiles every script for every request: install OPcache`).fix(
      'Install OPcache',
      () => {
        const user = stage.userAt(from.span.end);
        return user.isRoot
          ? [insertBelow(dockerfile, from, ['RUN docker-php-ext-install opcache'])]
          : new Refusal('The image does not run as root.');
      },
    );
  },
});

/** Whether a tag names an image that serves requests, of a PHP that does not have OPcache built in. */
function servesWithout(tag: string): boolean {
  const version = /^(\d+)\.(\d+)/.exec(tag);
  if (!version || !/-(?:fpm|apache)(?:-|$)/.test(tag)) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major < 8 || (major === 8 && minor < 5);
}

/** Whether anything in the final stage speaks of OPcache, or brings settings or scripts that may. */
function mentionsOpcache({ finalStage }: Dockerfile): boolean {
  return finalStage.instructions.some((one) => {
    if (one instanceof RunInstruction) {
      return one.commands.some(({ allWords }) => allWords.some(({ text }) => /opcache|\.sh$/i.test(text)));
    }
    if (one instanceof CopyInstruction) {
      return (
        one.from !== undefined ||
        [...one.sources, one.destination].some((path) => /opcache|\.ini|php\/conf/i.test(path?.text ?? ''))
      );
    }
    return /opcache/i.test(one.rest.text);
  });
}
