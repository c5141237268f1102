import { Config } from '../../server/src/config/config.ts';
import type { Finding } from '../../server/src/core/finding.ts';
import { type Safety, safeties } from '../../server/src/core/fix.ts';
import type { Host } from '../../server/src/core/host.ts';
import type { Preset } from '../../server/src/core/preset.ts';
import type { NestedPreset, Rule } from '../../server/src/core/rule.ts';
import type { ScriptChecker } from '../../server/src/core/script-checker.ts';
import type { Settings } from '../../server/src/core/settings.ts';
import { Engine, type LanguageId, languageOfFile, type SourceFile } from '../../server/src/engine/engine.ts';
import { registry } from '../../server/src/rules/index.ts';
import { MemoryHost } from './memory-host.ts';

/** The folder that test files lie in. */
export const testRoot = 'file:///workspace';

/** The settings of a preset. */
export function preset(name: Preset, kubernetesVersion?: string): Settings {
  return new Config(registry, [], { preset: name, kubernetesVersion }).settingsFor(`${testRoot}/file`);
}

/** Settings in which only one rule speaks. */
export function only(
  rule: Rule,
  options: Readonly<Record<string, unknown>> = {},
  preset: NestedPreset = rule.meta.preset,
): Settings {
  const parsed = rule.meta.options?.parse(options) ?? {};
  return {
    rules: [{ rule, preset, severity: undefined, options: parsed }],
    kubernetesVersion: '1.36',
    names: registry,
  };
}

/** A text as it is judged: what is found, and what fixing makes of it. */
export class Judgement {
  readonly engine: Engine;
  readonly source: SourceFile;
  findings: readonly Finding[];
  private readonly settings: Settings;
  private scripts: ScriptChecker | undefined;

  constructor(path: string, text: string, settings: Settings, host: Host = new MemoryHost({})) {
    this.engine = new Engine(host);
    this.settings = settings;
    this.source = this.engine.read(`${testRoot}/${path}`, languageOf(path), text);
    this.findings = this.lint();
  }

  /** The same with what the files beside it, as the host has them, have to say. */
  static async around(
    path: string,
    text: string,
    settings: Settings,
    host: Host,
    scripts?: ScriptChecker,
  ): Promise<Judgement> {
    const judgement = new Judgement(path, text, settings, host);
    judgement.scripts = scripts;
    await judgement.engine.lookAround(judgement.source, settings, scripts);
    judgement.findings = judgement.lint();
    return judgement;
  }

  private lint(): readonly Finding[] {
    const { findings, crashes } = this.engine.lint(this.source, this.settings);
    for (const { rule, error } of crashes) throw new Error(`the rule ${rule} failed`, { cause: error });
    return findings;
  }

  /** `rule@line:character` of every finding, one-based. */
  get places(): string[] {
    return this.findings.map(({ rule, span }) => {
      const { line, character } = this.source.lines.positionAt(span.start);
      return `${rule.id}@${line + 1}:${character + 1}`;
    });
  }

  /** The text after all fixes of every safety, to a fixed point. */
  async fixed(allowed: readonly Safety[] = safeties): Promise<string> {
    return (await this.engine.fixAll(this.source, this.settings, allowed, this.scripts)).text;
  }
}

function languageOf(path: string): LanguageId {
  const language = languageOfFile(path.slice(path.lastIndexOf('/') + 1));
  if (!language) throw new Error(`${path} is of no known language`);
  return language;
}
