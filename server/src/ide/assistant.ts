import type { Refusal } from '../core/fix.ts';
import type { SharedHost } from '../core/host.ts';
import type { SourceFile } from '../engine/engine.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { PlaceInFile } from '../workspace/manifests/manifest-file.ts';
import type { Spot, WorkedOn } from './spot.ts';

/**
 * What helps to write a file, beside judging it. Each assistant knows one thing (the names of a manifest, the variables
 * of a Dockerfile) and answers those questions of an editor that it has an answer to. All assistants are asked, and what
 * they say is put together. Offsets and spans count from the beginning of the file.
 *
 * An assistant never throws for what somebody typed; what it does not know it leaves out.
 */
export interface Assistant {
  /** What others do as well: it is left to them where they are there, so that nothing appears twice. */
  readonly alsoBy?: Neighbour;
  /** What can be written at a place. */
  complete?(spot: Spot): Answer<readonly Suggestion[]>;
  /** What stands at a place, explained. */
  explain?(spot: Spot): Answer<readonly Explanation[]>;
  /** Where what stands at a place is defined. */
  definitions?(spot: Spot): Answer<readonly Target[]>;
  /** Where what stands at a place is mentioned; where it is defined as well, if that is wanted. */
  references?(spot: Spot, withDefinitions: boolean): Answer<readonly PlaceInFile[]>;
  /** The same within the file. */
  highlights?(spot: Spot): Answer<readonly Highlight[]>;
  /** The name at a place, when it can be changed everywhere; why not, where somebody would expect that it can. */
  renaming?(spot: Spot): Answer<Renaming | Refusal | undefined>;
  /** What there is in a file, for its outline. */
  outline?(file: SourceFile): readonly OutlineEntry[];
  /** What there is in the files of a workspace, given by the URI of its folder without a slash at the end. */
  symbols?(folder: string, host: SharedHost): Answer<readonly WorkspaceSymbol[]>;
  /** Stretches of lines that can be folded away. */
  folds?(file: SourceFile): readonly Fold[];
  /** The ever larger stretches that enclose a place, the smallest first. */
  selections?(spot: Spot): readonly Span[];
  /** Names in a file that lead somewhere when they are clicked. */
  links?(file: WorkedOn): Answer<readonly Link[]>;
  /** What each word of a file is, for its colours; in the order of the text, without overlaps. */
  tokens?(file: SourceFile): readonly Token[];
  /** What is not written and holds all the same, within a stretch of the file. */
  hints?(file: WorkedOn, within: Span): Answer<readonly Hint[]>;
  /** Lines above others that tell what follows from them. */
  lenses?(file: WorkedOn): Answer<readonly Lens[]>;
  /** What can be done with what stands in a stretch of the file, beside fixing findings. */
  refactorings?(file: WorkedOn, at: Span): Answer<readonly Refactoring[]>;
}

/**
 * What other extensions and servers offer: folding, outline and formatting of YAML; completion and explanation of the
 * fields of manifests; completion, explanation and navigation of Dockerfiles.
 */
export type Neighbour = 'yaml' | 'manifest fields' | 'dockerfile';

/** What may be known at once. */
export type Answer<T> = T | Promise<T>;

/** Something that can be written at a place. */
export interface Suggestion {
  readonly label: string;
  readonly kind: SuggestionKind;
  /** What it is, in a few words behind the label. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** What is written, and instead of what: the span holds the place that was asked about, and lies on its line. */
  readonly edit: TextEdit;
  /** Whether the new text is a snippet, with tab stops, in the syntax of the Language Server Protocol. */
  readonly isSnippet?: boolean | undefined;
  /** What is written instead where an editor takes no snippets; the snippet without its tab stops unless given. */
  readonly plainText?: string | undefined;
  /** What else is written when it is chosen. */
  readonly furtherEdits?: readonly TextEdit[] | undefined;
  /** Where it stands among the others: the lower the earlier, 0 unless given. */
  readonly rank?: number | undefined;
  /** What is compared with what somebody types; the label unless given. */
  readonly filter?: string | undefined;
  /** Whether there is more to choose behind it once it is written, as behind a folder. */
  readonly continues?: boolean | undefined;
}

/** Nobody reads a longer list: who knows more says what fits best, and is asked again as somebody types. */
export const mostSuggestions = 1000;

export type SuggestionKind =
  | 'property'
  | 'value'
  | 'enumeration'
  | 'name'
  | 'file'
  | 'folder'
  | 'variable'
  | 'keyword'
  | 'package'
  | 'snippet';

export interface Explanation {
  /** Markdown. */
  readonly text: string;
  /** What is explained. */
  readonly span: Span;
}

/** Where something is defined. */
export interface Target {
  /** What leads there. */
  readonly from: Span;
  /** The name of what is defined. */
  readonly place: PlaceInFile;
  /** All of what is defined, where that is more than its name; in the same file. */
  readonly whole?: Span | undefined;
}

export interface Highlight {
  readonly span: Span;
  readonly isDefinition: boolean;
}

/** A name that can be changed wherever it stands. */
export interface Renaming {
  readonly span: Span;
  readonly name: string;
  /** The edits that do it, or why this name cannot be given. */
  to(name: string): Answer<readonly FileEdits[] | Refusal>;
}

/** Edits of one file, in its text as it stands. */
export interface FileEdits {
  readonly file: PlaceInFile['file'];
  readonly edits: readonly NamedEdit[];
}

export interface NamedEdit extends TextEdit {
  /** Why somebody should look at it before it is made; undefined for those that are certain. */
  readonly doubt?: string | undefined;
}

export interface OutlineEntry {
  readonly name: string;
  readonly detail?: string | undefined;
  readonly kind: OutlineKind;
  readonly span: Span;
  /** What is selected when it is chosen; lies within the span. */
  readonly nameSpan: Span;
  readonly children?: readonly OutlineEntry[] | undefined;
}

/** Something that is declared somewhere in a workspace. */
export interface WorkspaceSymbol {
  readonly name: string;
  /** What it belongs to, or where it stands. */
  readonly container?: string | undefined;
  readonly kind: 'resource' | 'stage';
  readonly place: PlaceInFile;
}

export type OutlineKind = 'resource' | 'property' | 'list' | 'text' | 'number' | 'boolean' | 'stage' | 'instruction';

export interface Fold {
  readonly span: Span;
  readonly kind?: 'comment' | 'region' | undefined;
}

export interface Link {
  readonly span: Span;
  /** The URI it leads to. */
  readonly uri: string;
  readonly tooltip?: string | undefined;
}

export interface Token {
  readonly span: Span;
  readonly type: TokenType;
}

/** Types of the Language Server Protocol, 3.17, in the order in which they are announced. */
export const tokenTypes = [
  'keyword',
  'comment',
  'string',
  'number',
  'operator',
  'variable',
  'parameter',
  'property',
  'function',
  'namespace',
  'type',
  'macro',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export interface Hint {
  readonly kind: HintKind;
  /** Where it stands, behind what it is about. */
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip?: string | undefined;
}

/** The sorts of hints, each of which can be switched off: `seaworthy.inlayHints.variables`. */
export type HintKind = 'variables' | 'stages' | 'workingFolders' | 'selectors' | 'impliedDefaults';

/** The sorts of lenses, each of which can be switched off: `seaworthy.codeLens.podSecurity`. */
export type LensKind = 'resources' | 'podSecurity' | 'images' | 'cache' | 'copies';

/** A line of text above another one, to be read and, where it opens something, clicked. */
export interface Lens {
  readonly kind: LensKind;
  /** The offset in the file that it stands above. */
  readonly offset: number;
  readonly title: string;
  /** What is shown, where the editor can, when it is clicked. */
  readonly opens?: 'build cache' | undefined;
}

/** Something that can be done with what stands somewhere; it is told as well where it cannot be done, with the reason. */
export interface Refactoring {
  readonly title: string;
  readonly built: readonly FileEdits[] | Refusal;
}
