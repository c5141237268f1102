import { describe, expect, it } from 'vitest';
import { ShellScript } from '../../server/src/shell/script.ts';
import { timeLimitOf } from '../../server/src/shell/time-limits.ts';
import { verbatim } from '../../server/src/text/mapped.ts';

describe('after how long a command gives up', () => {
  it.each([
    ['curl -fsS -m 5 http://localhost', 5],
    ['curl --max-time=2.5 http://localhost', 2.5],
    ['wget -qT 3 -O- localhost', 3],
    ['wget --timeout 4 localhost', 4],
    ['timeout 10 cat /tmp/alive', 10],
    ['timeout 10s curl -m 30 localhost', 10],
    ['nc -zw2 localhost 80', 2],
    ['pg_isready -U app -t 1', 1],
    ['curl -f http://localhost', undefined],
    ['curl -m "$LIMIT" http://localhost', undefined],
    ['timeout "$LIMIT" cat', undefined],
    ['cat -m 5', undefined],
  ])('%s: %s', (text, seconds) => {
    const [command] = new ShellScript(verbatim(text, 0)).commands;
    expect(command && timeLimitOf(command)).toBe(seconds);
  });
});
