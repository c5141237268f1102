import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../server/src/rules/index.ts';
import { dist } from '../support/built.ts';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();
const hasShell = (name: string) => spawnSync(name, ['-c', 'exit']).status === 0;

/** Runs a script in a shell, with the script that completes beside it. */
function inShell(shell: string, script: string) {
  desk.write({ completion: desk.seaworthy(['completion', shell]).stdout });
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: desk.folder, encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.runIf(hasShell('bash'))('completion in bash', () => {
  const complete = (...words: string[]) => {
    const list = words.map((word) => `'${word}'`).join(' ');
    return inShell(
      'bash',
      `. ./completion; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _seaworthy; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  };

  it('suggests commands, options, their values and rules', () => {
    expect(complete('seaworthy', 'l')).toEqual(['lint', 'lsp']);
    expect(complete('seaworthy', 'lint', '--ba')).toEqual(['--baseline']);
    expect(complete('seaworthy', 'lint', '--format', '')).toEqual([
      'pretty',
      'json',
      'sarif',
      'github',
      'gitlab',
      'junit',
    ]);
    expect(complete('seaworthy', 'lint', '--preset', '=', 'pss')).toEqual(['pss-baseline', 'pss-restricted']);
    expect(complete('seaworthy', 'lint', '--preset', '=')).toHaveLength(5);
    expect(complete('seaworthy', 'explain', 'pin-d')).toEqual(['pin-digest']);
    expect(complete('seaworthy', 'explain', '')).toEqual(registry.rules.map(({ meta }) => meta.id));
    expect(complete('seaworthy', 'completion', 'z')).toEqual(['zsh']);
  });

  it('leaves files to bash', () => {
    expect(complete('seaworthy', 'lint', 'Do')).toEqual([]);
    expect(complete('seaworthy', 'lint', '--config', '')).toEqual([]);
  });
});

describe.runIf(hasShell('fish'))('completion in fish (skipped where it is not installed)', () => {
  const complete = (line: string) =>
    inShell('fish', `source completion; complete -C '${line}'`).map((one) => one.split('\t')[0]);

  it('suggests commands, options, their values and rules', () => {
    expect(complete('seaworthy l')).toEqual(['lint', 'lsp']);
    expect(complete('seaworthy lint --ba')).toEqual(['--baseline']);
    expect(complete('seaworthy lint --format s')).toEqual(['sarif']);
    expect(complete('seaworthy lint --preset pss')).toEqual(['pss-baseline', 'pss-restricted']);
    expect(complete('seaworthy explain pin-d')).toEqual(['pin-digest']);
    desk.write({ Dockerfile: 'FROM a\n' });
    expect(complete('seaworthy lint Dock')).toEqual(['Dockerfile']);
  });
});

describe.runIf(hasShell('zsh'))('completion in zsh (skipped where it is not installed)', () => {
  /** Presses the tabulator in a zsh of its own; what is suggested is printed in the place of a menu. */
  const complete = (line: string) => {
    const driver = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -U compinit; compinit -u -D; source ./completion"
zpty -w z "zstyle ':completion:*' list-prompt ''; compadd() { [[ \\$* == *-[OAD]* ]] || { local -a hits; builtin compadd -O hits \\"\\$@\\"; print -l -- 'HIT '\\$^hits; }; builtin compadd \\"\\$@\\"; }; echo REA''DY"
zpty -r z output '*READY*'
zpty -n -w z $'${line}\\t'
all=
for ((wait = 0; wait < 100; wait++)); do
  sleep 0.1
  while zpty -rt z part; do all+=$part; done
  [[ $all == *'HIT '* ]] && ((more++ > 3)) && break
done
print -r -- $all
zpty -d z`;
    const hits = inShell('zsh', driver).flatMap((told) => told.match(/HIT \S+/g) ?? []);
    return [...new Set(hits.map((hit) => hit.slice(4)))];
  };

  it('suggests commands, options, their values and rules', () => {
    expect(complete('seaworthy lint --format s')).toEqual(['sarif']);
    expect(complete('seaworthy explain pin-d')).toEqual(['pin-digest']);
    expect(complete('seaworthy co')).toEqual(['completion']);
  });
});

describe('help', () => {
  const help = (...command: string[]) => desk.seaworthy([...command, '--help']);

  it.each([[[]], [['lint']], [['rules']], [['explain']], [['cache']], [['completion']], [['lsp']]])(
    'of %j tells how it ends, and shows how to use it',
    (command) => {
      const { status, stdout, stderr } = help(...command);
      expect(stdout).toMatch(/\nExit status:\n {2}0 {2}/);
      expect(stdout).toMatch(/\n(?:Examples|How to use it):\n/);
      expect(stderr).toBe('');
      expect(status).toBe(0);
    },
  );

  it('tells of all formats and presets', () => {
    const text = help('lint').stdout;
    for (const section of ['Formats', 'Presets']) {
      const told = new RegExp(`\n${section}:\n((?: {2}.*\n)+)`).exec(text)?.[1] ?? '';
      const option = section === 'Formats' ? '--format' : '--preset';
      const [, choices = ''] = new RegExp(`${option} .*?choices: ([^)]*)`, 's').exec(text) ?? [];
      const names = [...choices.matchAll(/"(.*?)"/g)].map(([, name]) => name ?? '');
      expect(names.length).toBeGreaterThan(4);
      for (const name of names) expect(told).toContain(name);
    }
  });

  it('has examples that work', () => {
    desk.git('init', '-q');
    desk.write({ Dockerfile: 'FROM alpine:3.24\nUSER 1000\n', 'deploy/a.yaml': 'a: 1\n' });
    desk.git('add', '-A');
    desk.git('commit', '-qm', 'one');
    desk.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const pages = ['', 'lint', 'rules', 'explain', 'cache'].map((name) => help(...(name ? [name] : [])).stdout);
    const examples = pages.flatMap((page) =>
      (page.split('\nExamples:\n')[1] ?? '')
        .split('\n')
        .flatMap((line) => /^ {2}(seaworthy .*?) {2,}/.exec(line)?.[1] ?? []),
    );
    expect(examples.length).toBeGreaterThan(12);
    for (const example of examples) {
      const script = `seaworthy() { node '${path.join(dist, 'cli.js')}' "$@"; }\n${example}`;
      const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: desk.folder, encoding: 'utf8' });
      expect([example, status, stderr.replace(/^seaworthy: known.json: written.*\n/, '')]).toEqual([example, 0, '']);
    }
  });
});

describe('a pipe whose reader has seen enough', () => {
  beforeEach(() => {
    desk.write({ Dockerfile: `FROM alpine\n${'MAINTAINER me\n'.repeat(3000)}` });
  });

  it.each(['json', 'pretty', 'sarif'])('ends a report as %s without a word', (format) => {
    const cli = `node '${path.join(dist, 'cli.js')}' lint --format ${format}`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `${cli} | head -n 1`], { cwd: desk.folder, encoding: 'utf8' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  it('may be that of complaints, and the status is what it would be', () => {
    const cli = `node '${path.join(dist, 'cli.js')}' lint missing Dockerfile`;
    const script = `{ ${cli} 2>&1 >/dev/null 3>&-; echo $? >&3; } 3>status | sh -c 'exec 0<&-; sleep 1'`;
    spawnSync('sh', ['-c', script], { cwd: desk.folder });
    expect(desk.read('status')).toBe('2\n');
  });
});
