import type { CompletionList, Hover, Position } from 'vscode-languageserver';
import { configFileNames, configJsonSchema } from '../config/schema.ts';
import { registry } from '../rules/index.ts';
import type { OpenDocument } from './documents.ts';
import type { YamlService } from './yaml-service.ts';

/** Loads the YAML service, which is large, when it is first needed. */
export type LoadYamlService = () => Promise<{
  createYamlService(schema: object, fileNames: readonly string[]): YamlService;
}>;

/** Completion and hover in Seaworthy's own configuration files. */
export class ConfigLanguage {
  private readonly load: LoadYamlService;
  private service: Promise<YamlService> | undefined;

  constructor(load: LoadYamlService) {
    this.load = load;
  }

  async complete({ text }: OpenDocument, position: Position): Promise<CompletionList> {
    return (await this.ready()).complete(text, position);
  }

  async hover({ text }: OpenDocument, position: Position): Promise<Hover | null> {
    return (await this.ready()).hover(text, position);
  }

  private ready(): Promise<YamlService> {
    this.service ??= this.load().then(({ createYamlService }) =>
      createYamlService(configJsonSchema(registry), configFileNames),
    );
    return this.service;
  }
}
