import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as names from '../../client/src/names.ts';
import manifest from '../../package.json' with { type: 'json' };
import texts from '../../package.nls.json' with { type: 'json' };
import { inEnglish } from '../../scripts/localisation.ts';
import { formatPretty } from '../../server/src/cli/formats/pretty.ts';
import { diagnosticSource } from '../../server/src/lsp/convert.ts';
import { defaultEditorSettings } from '../../server/src/lsp/protocol.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, preset } from '../support/judge.ts';

const { contributes, engines, devDependencies } = manifest;
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

describe('package.json', () => {
  it('declares the commands that the client registers', () => {
    const registered = Object.entries(names).flatMap(([name, value]) => (name.endsWith('Command') ? [value] : []));
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(registered.sort());
  });

  it('declares the settings that the server reads, with the same defaults', () => {
    const declared = Object.entries(contributes.configuration.properties).map(([name, setting]) => [
      name,
      setting.default,
    ]);
    const read = Object.entries(flatten('seaworthy', defaultEditorSettings));
    const readByTheClient = [
      ['seaworthy.trace.server', 'messages'],
      ['seaworthy.languageModelTools.enable', false],
      ['seaworthy.yaml.languageFeatures', 'auto'],
      ['seaworthy.dockerfile.languageFeatures', 'auto'],
    ];
    expect(new Map(declared as [string, unknown][])).toEqual(
      new Map([...read, ...readByTheClient] as [string, unknown][]),
    );
  });

  it('names only files that are there', () => {
    const named = [
      manifest.icon,
      ...contributes.yamlValidation.map(({ url }) => url),
      ...steps.map(({ media }) => media.image),
    ];
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('has a walkthrough whose buttons run commands that there are', () => {
    const known = new Set<string>([
      ...contributes.commands.map(({ command }) => command),
      // These are the editor's own.
      'workbench.action.openSettings',
      'workbench.action.quickOpen',
      'workbench.action.showAllSymbols',
      'workbench.actions.view.problems',
    ]);
    for (const { description, completionEvents } of steps) {
      const links = [...inEnglish(description, texts).matchAll(/\(command:([\w.]+)/g)].map(
        ([, command]) => command ?? '',
      );
      const events = completionEvents.map((event) => event.replace(/^onCommand:/, ''));
      expect(links.length).toBeGreaterThan(0);
      expect([...links, ...events].filter((command) => !known.has(command))).toEqual([]);
      expect(events.filter((command) => !links.includes(command))).toEqual([]);
    }
  });

  it('promises no older VS Code than it is compiled for', () => {
    expect(engines.vscode).toBe(`^${devDependencies['@types/vscode']}`);
  });

  it('has a problem matcher that reads what the command line prints', () => {
    const [pattern] = contributes.problemPatterns;
    const text = 'FROM alpine:3.24\nMAINTAINER me\nCOPPY a b\n';
    const { source, findings } = new Judgement('app/Dockerfile', text, preset('recommended'));
    const reported = findings.map((finding) => ({ finding, fixes: [], elsewhere: [], refusals: [] }));
    const pathOf = (uri: string) => uri;
    const file = {
      path: 'app/Dockerfile',
      language: 'dockerfile',
      lines: source.lines,
      findings: reported,
      pathOf,
    } as const;
    const report = { files: [file], rules: registry.rules, failOn: 'warning', version: '0.0.0' } as const;
    const printed = formatPretty(report, (_, words) => words).split('\n');
    const matches = printed.flatMap((line) => {
      const match = new RegExp(pattern?.regexp ?? '').exec(line);
      return match ? [match] : [];
    });
    const read = matches.map((match) => ({
      file: match[pattern?.file ?? 0],
      line: Number(match[pattern?.line ?? 0]),
      column: Number(match[pattern?.column ?? 0]),
      severity: match[pattern?.severity ?? 0],
      code: match[pattern?.code ?? 0],
      message: match[pattern?.message ?? 0],
    }));
    const expected = findings.map(({ rule, severity, message, span }) => {
      const { line, character } = source.lines.positionAt(span.start);
      return { file: 'app/Dockerfile', line: line + 1, column: character + 1, severity, code: rule.id, message };
    });
    expect(expected.length).toBeGreaterThan(1);
    expect(read).toEqual(expected);
  });
});

describe('the client', () => {
  it('knows its diagnostics by the name that the server gives them', () => {
    expect(names.diagnosticSource).toBe(diagnosticSource);
  });
});

/** Nested settings as VS Code names them. */
function flatten(prefix: string, settings: object): Record<string, unknown> {
  const entries = Object.entries(settings).map(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? flatten(`${prefix}.${name}`, value)
      : { [`${prefix}.${name}`]: value },
  );
  return Object.assign({}, ...entries);
}
