import manifest from '../package.json' with { type: 'json' };
import texts from '../package.nls.json' with { type: 'json' };
import { inEnglish } from './localisation.ts';

/** A setting as package.json declares it. */
interface Setting {
  readonly order: number;
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

/** Where a setting can be set, when that is not in every folder. */
const scopes: Readonly<Record<string, string>> = {
  window: 'Holds for a window.',
  machine: 'Set by a person for a machine, and by no workspace.',
  application: 'Set by a person, and by no workspace.',
};

/** The settings of the extension as a table, in the order in which the editor shows them. */
export function settingsTable(): string {
  const { properties } = manifest.contributes.configuration;
  const settings = Object.entries<Setting>(properties).sort(([, one], [, other]) => one.order - other.order);
  const rows = settings.map(
    ([name, setting]) => `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${inCell(explained(setting))} |`,
  );
  return ['| setting | default | what it does |', '|---|---|---|', ...rows, ''].join('\n');
}

function explained({ markdownDescription, scope, enum: values = [], enumDescriptions = [] }: Setting): string {
  const choices = values.map((value, index) => `\`${value}\`: ${inEnglish(enumDescriptions[index] ?? '', texts)}`);
  const where = scopes[scope];
  return [inEnglish(markdownDescription, texts), ...choices, ...(where ? [where] : [])].join('<br>');
}

function inCell(text: string): string {
  // A reference to another setting is a link in the editor alone.
  return text.replaceAll('|', '\\|').replace(/`#([\w.]+)#`/g, '`$1`');
}
