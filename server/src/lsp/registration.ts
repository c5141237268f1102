import type { DocumentSelector, ServerCapabilities } from 'vscode-languageserver';
import type { Client, Server } from './feature.ts';

/** A feature that is offered for some languages, so that it does not stand in the way of what others do in the rest. */
export interface Offer {
  /** The ids of the languages, as editors call them. */
  readonly languages: readonly Language[];
  /** Those of them that are left to another extension where one does the same for them. */
  readonly leftToOthers?: readonly Language[];
  /** What is announced to clients that cannot be told of languages: they ask about every document. */
  readonly announced: ServerCapabilities;
  /** Whether a client can be told later. */
  isDynamic(client: Client): boolean;
  /** Tells the client of which documents it may ask. */
  register(server: Server, documentSelector: DocumentSelector): Promise<unknown>;
}

/** The languages in which there is YAML. */
export const yamlLanguages = ['yaml', 'helm'] as const;

type Language = 'dockerfile' | (typeof yamlLanguages)[number];

/** What is said of an offer at the beginning: nothing to a client that is told later, nor where all is left to others. */
export function announcement(offer: Offer, client: Client): ServerCapabilities {
  return offer.isDynamic(client) || languagesOf(offer, client).length === 0 ? {} : offer.announced;
}

/** Registers an offer as soon as the client is ready, where it can be told later. */
export function registerLater(offer: Offer, server: Server): void {
  if (!offer.isDynamic(server.client)) return;
  server.onInitialized(() => {
    const selector = languagesOf(offer, server.client).map((language) => ({ language }));
    if (selector.length > 0) void offer.register(server, selector).catch(() => undefined);
  });
}

/** The languages for which something is offered to a client: not those in which another extension does the same. */
function languagesOf({ languages, leftToOthers = [] }: Offer, { options }: Client): readonly Language[] {
  const isDone = (id: Language) => (id === 'dockerfile' ? options.hasDockerfileSupport : options.hasYamlSupport);
  return languages.filter((id) => !leftToOthers.includes(id) || !isDone(id));
}
