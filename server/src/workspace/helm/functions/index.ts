import { collections } from './collections.ts';
import { cryptography } from './cryptography.ts';
import type { TemplateFunction } from './function.ts';
import { logic } from './logic.ts';
import { numbers } from './numbers.ts';
import { surroundings } from './surroundings.ts';
import { texts } from './texts.ts';

/**
 * The functions of templates by name: those of text/template (pkg.go.dev/text/template), of Sprig
 * (masterminds.github.io/sprig) but for `env` and `expandenv`, which Helm takes away, and Helm's own
 * (helm.sh/docs/chart_template_guide/function_list).
 */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  [...logic, ...surroundings, ...cryptography, ...texts, ...numbers, ...collections].map((one) => [one.name, one]),
);
