import type { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Word } from '../../dockerfile/words.ts';
import type { Foundation } from '../../image/foundations.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { BuildContext } from '../build-context.ts';
import type { Startup } from './startup.ts';
import type { ReadsCommand, Survey } from './survey.ts';

/** All that a language may look at to plan a conversion. */
export interface Build {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly from: FromInstruction;
  /** The image in FROM as written, and what it refers to. */
  readonly imageWord: Word;
  readonly image: ImageReference;
  /** The distribution of the builder image, as far as it is known. */
  readonly foundation: Foundation | undefined;
  /** What the build stage will hold when it is done. */
  readonly survey: Survey;
  /** The working directory of the program. */
  readonly folder: string;
  readonly startup: Startup;
  /** The files beside the Dockerfile; undefined when they cannot be read. */
  readonly project: BuildContext | undefined;
}

/** A file or folder to copy from the build stage. */
export interface Copied {
  readonly from: string;
  readonly to: string;
  /** Whether it is part of the base image, and so stays root's whoever owns the program. */
  readonly isOfImage?: boolean;
}

/** What the runtime stage is made of. */
export interface Plan {
  /** Its base image. */
  readonly image: string;
  readonly copies: readonly Copied[];
  /** Instructions that end the build stage. */
  readonly buildLines?: readonly string[];
  /** Edits of the build stage. */
  readonly buildEdits?: readonly TextEdit[];
  /** Variables of the runtime stage: whole instructions. */
  readonly environment?: readonly string[];
  /** Commands that set up the runtime image as the build set up its own. */
  readonly setup?: readonly string[];
  /** Packages it needs besides those that the build installs. */
  readonly packages?: readonly string[];
}

/** One way of building, and how it becomes a stage of its own. */
export interface Language {
  /** What its tools do to the image; `true` for commands that write into the working directory and caches only. */
  readonly reads: ReadsCommand;
  /** Whether a command that stands behind the build can run in the runtime image just as well. */
  readonly staysAtRuntime?: (command: ShellCommand) => boolean;
  /** System packages that only this language's build needs, besides compilers and headers. */
  readonly buildOnlyPackage?: (name: string, build: { readonly hasCompiler: boolean }) => boolean;
  /** Whether what a COPY takes from another image is a tool that the build alone uses. */
  readonly isTool?: (copy: CopyInstruction) => boolean;
  /** Whether a word is a variable of the base image that holds nothing but packages for building. */
  readonly isBuildVariable?: (text: string) => boolean;
  /** Whether the runtime image has a program that a start command names, or the plan brings it. */
  readonly provides: (command: ShellCommand, build: Build) => boolean;
  /** Variables that mean something to the build tools only. */
  readonly buildVariables: RegExp;
  plan(build: Build): Promise<Plan | Refusal> | Plan | Refusal;
}
