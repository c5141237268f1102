import type { DocumentSelector, ServerCapabilities } from 'vscode-languageserver';
import type { Client, Server } from './feature.ts';

/** A feature that is offered for some languages, so that it does not stand in the way of what others do in the rest. */
export interface Offer {
  /** The ids of the languages, as editors call them. */
  readonly languages: readonly string[];
  /** Those of them that are left to another extension where that does the same for them. */
  readonly leftToOthers?: readonly string[];
  /** What is announced to clients that cannot be told of languages: they ask about every document. */
  readonly announced: ServerCapabilities;
  /** Whether a client can be told later. */
  isDynamic(client: Client): boolean;
  /** Tells the client of which documents it may ask. */
  register(server: Server, documentSelector: DocumentSelector): Promise<unknown>;
}

/** The languages in which there is YAML. */
export const yamlLanguages = ['yaml', 'helm'] as const;

/** What is said of an offer at the beginning: nothing to a client that is told later. */
export function announcement(offer: Offer, client: Client): ServerCapabilities {
  return offer.isDynamic(client) ? {} : offer.announced;
}

/** Registers an offer as soon as the client is ready, where it can be told later. */
export function registerLater(offer: Offer, server: Server): void {
  if (!offer.isDynamic(server.client)) return;
  server.onInitialized(() => {
    const left = server.client.options.hasYamlSupport ? (offer.leftToOthers ?? []) : [];
    const selector = offer.languages.filter((id) => !left.includes(id)).map((language) => ({ language }));
    void offer.register(server, selector).catch(() => undefined);
  });
}
