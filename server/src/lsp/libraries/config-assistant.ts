import type { Position } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI, Utils } from 'vscode-uri';
import { configFileNames, configJsonSchema } from '../../config/schema.ts';
import type { Assistant } from '../../ide/assistant.ts';
import type { Spot } from '../../ide/spot.ts';
import { registry } from '../../rules/index.ts';
import { toExplanation, toSuggestion } from './convert.ts';
import type { YamlService } from './yaml-service.ts';

/** Loads the YAML service, which is large, when it is first needed. */
export type LoadYamlService = () => Promise<{
  createYamlService(schema: object, fileNames: readonly string[]): YamlService;
}>;

/** Helps to write Seaworthy's own configuration files. */
export function configAssistant(load: LoadYamlService): Assistant {
  let service: Promise<YamlService> | undefined;
  const ready = () => {
    service ??= load().then(({ createYamlService }) => createYamlService(configJsonSchema(registry), configFileNames));
    return service;
  };
  return {
    // The extension contributes the schema to whoever else completes YAML files.
    alsoBy: 'yaml',
    async complete(spot) {
      if (!isConfigFile(spot)) return [];
      const { items } = await (await ready()).complete(...shown(spot));
      return items.map((item) => toSuggestion(item, spot, 0));
    },
    async explain(spot) {
      if (!isConfigFile(spot)) return [];
      const found = await (await ready()).hover(...shown(spot));
      return found ? [toExplanation(found, spot)] : [];
    },
  };
}

function isConfigFile({ file }: Spot): boolean {
  return (configFileNames as readonly string[]).includes(Utils.basename(URI.parse(file.uri)));
}

function shown({ file, offset }: Spot): [TextDocument, Position] {
  return [TextDocument.create(file.uri, 'yaml', 0, file.text), file.lines.positionAt(offset)];
}
