import * as z from 'zod';
import { presets } from '../core/preset.ts';
import type { Registry } from '../core/registry.ts';
import { severities } from '../core/severity.ts';
import { kubernetesVersionAdvice, kubernetesVersionPattern } from '../kubernetes/version.ts';

/** The names under which a configuration file is looked for, the first one found in a folder wins. */
export const configFileNames = ['.seaworthy.yaml', '.seaworthy.yml'] as const;

const ruleLevel = z
  .enum(['off', 'on', ...severities])
  .meta({ description: 'Switches the rule off, switches it on with its own severity, or gives it another severity.' });

/** How one rule is set: a level, or an object with a level and options. */
export type RuleSetting =
  | z.output<typeof ruleLevel>
  | ({ severity?: z.output<typeof ruleLevel> } & Record<string, unknown>);

/** A configuration file as it is written. */
export interface ConfigText {
  extends?: string | string[] | undefined;
  rules?: Record<string, RuleSetting> | undefined;
  overrides?: { files: string | string[]; rules: Record<string, RuleSetting> }[] | undefined;
  ignore?: string[] | undefined;
  kubernetesVersion?: string | undefined;
  images?: Record<string, ImageSetting> | undefined;
}

/** From which Dockerfile an image is built: its path, the path with more, or `false` where none in the workspace does. */
export type ImageSetting = string | false | { dockerfile: string; target?: string; context?: string };

/** The schema of configuration files, made from the rules that exist. */
export function configSchema(registry: Registry): z.ZodType<ConfigText> {
  const rules = rulesSchema(registry);
  const globs = z.union([z.string(), z.array(z.string())]);
  return z.strictObject({
    extends: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .meta({
        description: `What this configuration builds upon: a preset (${presets.join(', ')}), or the path of another configuration file, relative to this one. Of several, the later wins.`,
      }),
    rules: rules.optional().meta({ description: 'How single rules are set.' }),
    overrides: z
      .array(
        z.strictObject({
          files: globs.meta({ description: 'Glob patterns, relative to the folder of this file.' }),
          rules: rules.meta({ description: 'How rules are set for these files.' }),
        }),
      )
      .optional()
      .meta({ description: 'Settings for some files only. Of several that match, the later wins.' }),
    ignore: z
      .array(z.string())
      .optional()
      .meta({ description: 'Files that are not looked at: glob patterns, relative to the folder of this file.' }),
    kubernetesVersion: z
      .string()
      .regex(kubernetesVersionPattern, kubernetesVersionAdvice)
      .optional()
      .meta({ description: 'The Kubernetes version the manifests are meant for, in quotes: "1.36".' }),
    images: z.record(z.string(), imageSetting).optional().meta({
      description:
        'Which Dockerfile builds which image, where that cannot be found out: paths by the names of images, without tags. A `*` in a name stands for the same text as a `*` in its path.',
    }),
  }) as unknown as z.ZodType<ConfigText>;
}

const imageSetting = z.union([
  z.string().meta({ description: 'The path of the Dockerfile, relative to the folder of this file.' }),
  z.literal(false).meta({ description: 'No Dockerfile of this workspace builds the image.' }),
  z.strictObject({
    dockerfile: z.string().meta({ description: 'The path of the Dockerfile, relative to the folder of this file.' }),
    target: z.string().optional().meta({ description: 'The stage that is built, if not the last one.' }),
    context: z
      .string()
      .optional()
      .meta({ description: 'The folder that is the build context, if not the one in which the Dockerfile is.' }),
  }),
]);

function rulesSchema(registry: Registry) {
  const shape = Object.fromEntries(
    registry.rules.map(({ meta }) => {
      const options = Object.fromEntries(
        Object.entries(meta.options?.shape ?? {}).map(([name, option]) => [name, z.optional(option)]),
      );
      const object = z.strictObject({ severity: ruleLevel.optional(), ...options });
      return [meta.id, z.union([ruleLevel, object]).optional().meta({ description: meta.summary })];
    }),
  );
  return z.strictObject(shape);
}

/** The same as JSON Schema, for editors. */
export function configJsonSchema(registry: Registry): object {
  const schema = z.toJSONSchema(configSchema(registry), { io: 'input', reused: 'inline' });
  return schema;
}
