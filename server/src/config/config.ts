import { URI } from 'vscode-uri';
import { isNestedPreset, isPreset, levelOf, type Preset, speaksIn } from '../core/preset.ts';
import type { Registry } from '../core/registry.ts';
import type { Rule } from '../core/rule.ts';
import type { ActiveRule, Settings } from '../core/settings.ts';
import type { Severity } from '../core/severity.ts';
import { readKubernetesVersion } from '../kubernetes/version.ts';
import { globMatcher } from '../text/globs.ts';
import type { ConfigFile } from './config-file.ts';
import type { RuleSetting } from './schema.ts';

/** The Kubernetes version that is assumed when nobody names one. */
export const defaultKubernetesVersion = '1.36';

/** What was asked for on the command line or in the editor; it wins over configuration files. */
export interface Demands {
  readonly preset?: Preset | undefined;
  readonly kubernetesVersion?: string | undefined;
}

/** One configuration file, its globs made ready. */
interface Layer {
  readonly folder: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly overrides: readonly { readonly matches: Matcher; readonly rules: Readonly<Record<string, RuleSetting>> }[];
  readonly ignores: Matcher;
  readonly kubernetesVersion: string | undefined;
}

type Matcher = (path: string) => boolean;

/**
 * A configuration with all it builds upon: answers what holds for a file. Files for which the same holds are given the
 * same settings object.
 */
export class Config {
  private readonly registry: Registry;
  private readonly demands: Demands;
  private readonly preset: Preset;
  private readonly layers: readonly Layer[];
  private readonly made = new Map<string, Settings>();

  /** `files` are the configuration files, the one that is built upon before the one that builds upon it. */
  constructor(registry: Registry, files: readonly ConfigFile[], demands: Demands) {
    this.registry = registry;
    this.demands = demands;
    this.preset = demands.preset ?? presetOf(files);
    this.layers = files.map(layerOf);
  }

  /** Whether a file, given by its URI, is not to be looked at. */
  ignores(uri: string): boolean {
    return this.layers.some((layer) => layer.ignores(relativeTo(layer.folder, uri)));
  }

  /** What holds for a file, given by its URI. */
  settingsFor(uri: string): Settings {
    const applied: Readonly<Record<string, RuleSetting>>[] = [];
    const marks: string[] = [];
    for (const layer of this.layers) {
      const path = relativeTo(layer.folder, uri);
      applied.push(layer.rules);
      for (const override of layer.overrides) {
        const matches = override.matches(path);
        if (matches) applied.push(override.rules);
        marks.push(matches ? '1' : '0');
      }
    }
    const key = marks.join('');
    const known = this.made.get(key);
    if (known) return known;
    const settings = this.combine(applied);
    this.made.set(key, settings);
    return settings;
  }

  private combine(applied: readonly Readonly<Record<string, RuleSetting>>[]): Settings {
    const rules: ActiveRule[] = [];
    for (const rule of this.registry.inOrder) {
      const active = activate(rule, this.preset, applied);
      if (active) rules.push(active);
    }
    return {
      rules,
      kubernetesVersion:
        this.demands.kubernetesVersion ??
        this.layers.findLast((layer) => layer.kubernetesVersion !== undefined)?.kubernetesVersion ??
        defaultKubernetesVersion,
      names: this.registry,
    };
  }
}

/** What the settings, the later winning, make of a rule; undefined when it is switched off. */
function activate(
  rule: Rule,
  preset: Preset,
  applied: readonly Readonly<Record<string, RuleSetting>>[],
): ActiveRule | undefined {
  const inPreset = speaksIn(rule.meta, preset);
  let isOn = inPreset;
  let severity: Severity | undefined;
  let options: Record<string, unknown> = {};
  for (const rules of applied) {
    const setting = rules[rule.meta.id];
    if (setting === undefined) continue;
    const { severity: level, ...rest } = typeof setting === 'object' ? setting : { severity: setting };
    options = { ...options, ...rest };
    // Giving a rule options without a level asks for the rule.
    isOn = level !== 'off';
    if (level === 'on') severity = undefined;
    else if (level !== undefined && level !== 'off') severity = level;
  }
  if (!isOn) return undefined;
  const active = { rule, severity, options: completed(rule, options) };
  // Whoever switches a rule on hears what it says in its own preset.
  if (!inPreset) return { ...active, preset: rule.meta.preset };
  return isNestedPreset(preset) ? { ...active, preset } : { ...active, preset: 'all', podSecurity: levelOf(preset) };
}

/** A rule's options with their defaults. Options that do not fit together, though each is valid, count as none. */
function completed({ meta }: Rule, options: Record<string, unknown>): unknown {
  return meta.options?.safeParse(options).data ?? meta.options?.parse({}) ?? {};
}

function presetOf(files: readonly ConfigFile[]): Preset {
  const named = files.flatMap(({ content }) => content.extends ?? []).filter(isPreset);
  return named.at(-1) ?? 'recommended';
}

function layerOf({ uri, content }: ConfigFile): Layer {
  return {
    folder: uriAsCompared(uri.slice(0, uri.lastIndexOf('/') + 1)),
    rules: content.rules ?? {},
    overrides: (content.overrides ?? []).map(({ files, rules }) => ({ matches: matcher([files].flat()), rules })),
    ignores: matcher(content.ignore ?? []),
    kubernetesVersion: readKubernetesVersion(content.kubernetesVersion ?? ''),
  };
}

/** Matches paths relative to the configuration's folder; a pattern without a slash matches at any depth. */
function matcher(patterns: readonly string[]): Matcher {
  if (patterns.length === 0) return () => false;
  const anywhere = patterns.map((pattern) => (/\/(?=.)/.test(pattern) ? pattern : `**/${pattern}`));
  const withContents = anywhere.flatMap((pattern) => [pattern, `${pattern.replace(/\/$/, '')}/**`]);
  return globMatcher(withContents);
}

/** A URI in one form, because Node, editors and people escape different characters in the same one. */
export function uriAsCompared(uri: string): string {
  return URI.parse(uri).toString();
}

/** A file's path below a folder, decoded; the whole URI when it lies elsewhere. */
function relativeTo(folder: string, uri: string): string {
  const whole = uriAsCompared(uri);
  const path = whole.startsWith(folder) ? whole.slice(folder.length) : whole;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
