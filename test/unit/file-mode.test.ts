import { expect, it } from 'vitest';
import startable from '../../server/src/rules/dockerfile/startable-script.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const script = `${testRoot}/start.sh`;

async function found(steps: string, modes: Readonly<Record<string, boolean>> = { [script]: false }) {
  const host = new MemoryHost({ [script]: '#!/bin/sh\nexec app\n', [`${testRoot}/lib/a`]: '' }, modes);
  const judged = await Judgement.around('Dockerfile', steps, only(startable), host);
  return judged.findings.map(({ span, related }) =>
    [span, ...related.map((one) => one.span)].map(({ start, end }) => steps.slice(start, end)).join(' < '),
  );
}

const copied = 'FROM debian:13\nWORKDIR /app\nCOPY start.sh /usr/bin/\n';
const start = 'ENTRYPOINT ["/usr/bin/start.sh"]\n';

it('is said of a script that is copied as it is, at what starts it', async () => {
  expect(await found(copied + start)).toEqual(['/usr/bin/start.sh < COPY']);
  expect(await found(`${copied}CMD exec start.sh\n`)).toEqual(['CMD exec start.sh < COPY']);
  expect(await found(copied + start, {})).toEqual([]);
  expect(await found(copied + start, { [script]: true })).toEqual([]);
  expect(await found(`${copied}ENTRYPOINT ["sh", "/usr/bin/start.sh"]\n`)).toEqual([]);
});

it.each([
  'RUN chown app /usr/bin/start.sh',
  'RUN chmod +x /usr/bin/other.sh',
  'RUN chmod -R a+rX /app',
  'RUN test -f /usr/bin/start.sh && pip install -r requirements.txt',
  'RUN sh -c "apt-get update"',
])('is said where a step leaves the mode as it is: %s', async (step) => {
  expect(await found(`${copied}${step}\n${start}`)).toHaveLength(1);
});

it.each([
  'RUN chmod +x /usr/bin/start.sh',
  'RUN chmod +x start.sh',
  'RUN chmod 755 /usr/bin/*.sh',
  'RUN chmod -R 755 /usr/bin/',
  'RUN chmod +x "$SCRIPT"',
  'RUN find /usr/bin -name "*.sh" -exec chmod +x {} +',
  'RUN ls /usr/bin | xargs chmod +x',
  'RUN install -m 755 /usr/bin/start.sh /usr/bin/start.sh',
  'RUN setfacl -m u::rx /usr/bin/start.sh',
  'RUN ./setup.sh',
  'RUN bash setup.sh',
  'RUN make install',
])('is not said where a step gives it another mode, or may do so: %s', async (step) => {
  expect(await found(`${copied}${step}\n${start}`)).toEqual([]);
});

it('is followed through stages', async () => {
  const through = (flag: string, step = '') =>
    `FROM debian:13 AS files\nCOPY start.sh /a/\n${step}FROM debian:13\nCOPY ${flag}--from=files /a /\nCMD ["/start.sh"]\n`;
  expect(await found(through(''))).toEqual(['/start.sh < COPY']);
  expect(await found(through('--chmod=755 '))).toEqual([]);
  expect(await found(through('', 'RUN chmod +x /a/start.sh\n'))).toEqual([]);
});

it('is what --chmod says', async () => {
  const said = (mode: string) => `FROM debian:13\nARG MODE=1\nCOPY --chmod=${mode} start.sh /\nCMD ["/start.sh"]\n`;
  expect(await found(said('0644'), { [script]: true })).toHaveLength(1);
  expect(await found(said('0554'))).toEqual([]);
  expect(await found(said('$MODE'))).toEqual([]);
  expect(await found(said('+x'))).toEqual([]);
});

it('is not made right with other files that are copied along', async () => {
  const fixed = async (text: string) => {
    const host = new MemoryHost({ [script]: '#!/bin/sh\nexec app\n', [`${testRoot}/a`]: '' }, { [script]: false });
    return (await Judgement.around('Dockerfile', text, only(startable), host)).fixed();
  };
  const all = 'FROM debian:13\nCOPY . /\nCMD ["/start.sh"]\n';
  expect(await fixed(all)).toBe(all);
  const two = 'FROM debian:13\nCOPY a start.sh /\nCMD ["/start.sh"]\n';
  expect(await fixed(two)).toBe(two);
  const scripts = 'FROM debian:13\nCOPY --chmod=644 *.sh /\nCMD ["/start.sh"]\n';
  expect(await fixed(scripts)).toBe(scripts.replace('644', '755'));
});

it('is asked for again when the file has changed', async () => {
  const modes: Record<string, boolean> = { [script]: false };
  const host = new MemoryHost({ [script]: '#!/bin/sh\nexec app\n' });
  host.isExecutable = async (uri) => modes[uri];
  const settings = only(startable);
  const { engine, source, findings } = await Judgement.around('Dockerfile', copied + start, settings, host);
  expect(findings).toHaveLength(1);
  modes[script] = true;
  expect(engine.filesChanged([script])).toBe(true);
  await engine.lookAround(source, settings);
  expect(engine.lint(source, settings).findings).toEqual([]);
});
