import { type Position, RequestType, type WorkDoneProgressParams, type WorkspaceEdit } from 'vscode-languageserver';
import type { FolderEntry, SizedEntry } from '../core/host.ts';
import type { HintKind, LensKind } from '../ide/assistant.ts';

export type { FolderEntry, SizedEntry };

/**
 * What the server and the VS Code client say to one another beyond the Language Server Protocol. Other clients do not
 * need any of it.
 */

/** What the client tells about itself when it starts the server. */
export interface InitializationOptions {
  /** Whether it answers `readTextRequest`, `listFolderRequest` and `listSizesRequest`, for files that are not on this disk. */
  readonly answersFileRequests?: boolean;
  /** The client's command that shows a rule's documentation; without it the server opens the page's address. */
  readonly showDocumentationCommand?: string;
  /** Whether another extension folds, outlines and formats YAML files, and knows the schemas that this one contributes. */
  readonly hasYamlSupport?: boolean;
  /** Whether it also completes and explains the fields of manifests. */
  readonly hasManifestSupport?: boolean;
  /** Whether another extension formats YAML files. */
  readonly hasYamlFormatter?: boolean;
  /** The client's command that asks for suggestions; without it nobody is asked again behind a folder. */
  readonly suggestCommand?: string;
  /** Whether another extension completes, explains and navigates Dockerfiles. */
  readonly hasDockerfileSupport?: boolean;
  /** The client's command that shows the build cache of a Dockerfile, given by its URI; without it nothing is clicked. */
  readonly showBuildCacheCommand?: string;
  /**
   * The client's command that pins images, with `PinParams` as its argument: it asks `pinRequest`, shows how far that is,
   * and what came of it. Without it the server's own command does.
   */
  readonly pinCommand?: string;
  /**
   * The client's command that deploys the image of a Dockerfile, given by its URI: it asks `containerizeRequest`. Without it
   * the server's own command does.
   */
  readonly deployImageCommand?: string;
  /**
   * Whether programs may be run for what is open, and registries asked when somebody wants it, because the workspace is
   * trusted; false when nobody says.
   */
  readonly isTrusted?: boolean;
  /** What the server says in English, in the language of the editor; it speaks English without. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** Asks the client for the text of a file; null when there is none. */
export const readTextRequest = new RequestType<{ uri: string }, string | null, void>('seaworthy/readText');

/** Asks the client for the entries of a folder; null when there is none. */
export const listFolderRequest = new RequestType<{ uri: string }, readonly FolderEntry[] | null, void>(
  'seaworthy/listFolder',
);

/** Asks the client for the entries of a folder with their sizes; null when there is no such folder. */
export const listSizesRequest = new RequestType<{ uri: string }, readonly SizedEntry[] | null, void>(
  'seaworthy/listSizes',
);

/** Asks the client for a file that ships with the extension, by its path in `dist`. In base64; null when there is none. */
export const readResourceRequest = new RequestType<{ name: string }, string | null, void>('seaworthy/readResource');

/** Asks for the picture of the build cache of an open Dockerfile, as a page of HTML; null for other documents. */
export const buildCacheRequest = new RequestType<{ uri: string }, string | null, void>('seaworthy/buildCache');

/** What is to have digests. */
export interface PinParams extends WorkDoneProgressParams {
  /** The file; all files of the workspace when left out. */
  readonly uri?: string;
  /** A place in an image of the file, for that image alone. */
  readonly position?: Position;
  /** Whether images that have a digest get the one that their tag stands for now. */
  readonly refresh: boolean;
  /** The proxy that the editor uses; that of the environment when left out. */
  readonly proxy?: { readonly url: string; readonly except: readonly string[] };
}

/** What came of it. */
export interface PinResult {
  /** A sentence or two, to be shown. */
  readonly message: string;
  /** Whether all that was wanted has been done. */
  readonly isComplete: boolean;
}

/**
 * Asks registries for digests and writes them, as one edit, which the client is asked to apply. Null when it was cancelled.
 * Served where `experimental.pinsImages` is among the capabilities.
 */
export const pinRequest = new RequestType<PinParams, PinResult | null, void>('seaworthy/pin');

/** What is asked of a folder, or of a Dockerfile. */
export interface ContainerizeParams {
  /** The URI of the folder that is to become an image, or of the Dockerfile whose image is to be deployed. */
  readonly uri: string;
  /** Which of several projects of the folder is meant, by its language; the likeliest one otherwise. */
  readonly language?: string;
  /** Whether manifests are made of a folder as well. */
  readonly kubernetes?: boolean;
}

/** What can be written, to be confirmed by whoever asked. */
export interface ContainerizeResult {
  /** Makes the files that are not there yet; null when there is nothing to make, or nothing is known. */
  readonly edit: WorkspaceEdit | null;
  /** What the files are for. */
  readonly title: string;
  /** What came of it, in a sentence. */
  readonly message: string;
  /** What was decided and why, and what is left to decide, in lines. */
  readonly details: string;
  /** How many things are left to decide. */
  readonly open: number;
  /** The projects that the folder holds, the one that was taken first. */
  readonly projects: readonly { readonly language: string; readonly title: string }[];
}

/** Asks for the files that make an image of a folder, or that deploy the image of a Dockerfile. */
export const containerizeRequest = new RequestType<ContainerizeParams, ContainerizeResult, void>(
  'seaworthy/containerize',
);

/** What a language model asks for, through the editor. */
export interface AgentToolCall {
  readonly name: string;
  /** As the model made it up. */
  readonly input: unknown;
}

/** What it is answered: blocks of text, or the reason why there is no answer. */
export interface AgentToolAnswer {
  readonly blocks: readonly string[];
  readonly isError: boolean;
}

/** Calls one of the tools that package.json lists as language model tools. */
export const agentToolRequest = new RequestType<AgentToolCall, AgentToolAnswer, void>('seaworthy/agentTool');

/** The settings of the editor, `seaworthy.*`. */
export interface EditorSettings {
  readonly enable: boolean;
  readonly run: 'onType' | 'onSave';
  /** Whether ShellCheck is asked about scripts, where it is installed and the workspace is trusted. */
  readonly shellcheck: { readonly enable: boolean };
  /** Whether it is suggested what can be written. */
  readonly completion: { readonly enable: boolean };
  /** Whether it is explained what stands under the pointer, beside what was found there. */
  readonly hover: { readonly enable: boolean };
  /** Files, folders and globs in the workspace with schemas of custom resources: JSON Schemas and their definitions. */
  readonly schemas: readonly string[];
  /** Whether YAML files are formatted when somebody asks for it. */
  readonly yaml: { readonly format: { readonly enable: boolean } };
  /** Whether it is told above each workload what it requests, and how it stands with the Pod Security Standards. */
  readonly codeLens: { readonly enable: boolean } & Readonly<Record<LensKind, boolean>>;
  /** Whether it is told within the text what is not written and holds all the same, and which sorts of it. */
  readonly inlayHints: { readonly enable: boolean } & Readonly<Record<HintKind, boolean>>;
  readonly codeAction: {
    readonly disableRuleComment: { readonly enable: boolean };
    readonly showDocumentation: { readonly enable: boolean };
  };
}

export const defaultEditorSettings: EditorSettings = {
  enable: true,
  run: 'onType',
  shellcheck: { enable: true },
  completion: { enable: true },
  hover: { enable: true },
  schemas: [],
  yaml: { format: { enable: true } },
  codeLens: { enable: true, resources: true, podSecurity: true, images: true, cache: true, copies: true },
  inlayHints: {
    enable: true,
    variables: true,
    stages: true,
    workingFolders: true,
    selectors: true,
    impliedDefaults: true,
  },
  codeAction: { disableRuleComment: { enable: true }, showDocumentation: { enable: true } },
};
