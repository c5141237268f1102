import { URI, Utils } from 'vscode-uri';
import { configFileNames, configJsonSchema } from '../../config/schema.ts';
import type { Assistant, Suggestion } from '../../ide/assistant.ts';
import type { Spot } from '../../ide/spot.ts';
import { suggestFields } from '../../ide/yaml/suggest-fields.ts';
import { registry } from '../../rules/index.ts';
import type { YamlService } from './yaml-service.ts';

/** Loads the YAML service, which is large, when it is first needed. */
export type LoadYamlService = () => Promise<{ createYamlService(): YamlService }>;

/** The YAML service, loaded when it is first asked for. */
export class LazyYamlService {
  private readonly load: LoadYamlService;
  private service: Promise<YamlService> | undefined;

  constructor(load: LoadYamlService) {
    this.load = load;
  }

  get(): Promise<YamlService> {
    this.service ??= this.load().then(({ createYamlService }) => createYamlService());
    return this.service;
  }
}

/** Helps to write Seaworthy's own configuration files. */
export function configAssistant(service: LazyYamlService): Assistant {
  let schema: object | undefined;
  const schemaOf = () => {
    schema ??= configJsonSchema(registry);
    return schema;
  };
  return {
    // The extension contributes the schema to whoever else completes YAML files.
    alsoBy: 'yaml',
    async complete(spot) {
      if (!isConfigFile(spot)) return [];
      return (await service.get()).complete(spot.file.text, spot.offset, schemaOf());
    },
    async explain(spot) {
      if (!isConfigFile(spot)) return [];
      const found = await (await service.get()).explain(spot.file.text, spot.offset, schemaOf());
      return found ? [found] : [];
    },
  };
}

/**
 * Suggests the fields of manifests, and of all other files that are written to a schema. The service is shown no more than
 * the lines that lead to a place, so that it is as quick in a long document as in a short one.
 */
export function fieldAssistant(service: LazyYamlService): Assistant {
  return {
    alsoBy: 'manifest fields',
    async complete(spot): Promise<readonly Suggestion[]> {
      if (isConfigFile(spot) || spot.file.language !== 'kubernetes') return [];
      return suggestFields(spot, async (excerpt, schema) =>
        (await service.get()).complete(excerpt.text, excerpt.offset, schema),
      );
    },
  };
}

function isConfigFile({ file }: Spot): boolean {
  return (configFileNames as readonly string[]).includes(Utils.basename(URI.parse(file.uri)));
}
