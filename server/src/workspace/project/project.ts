import type { ProjectFolder } from './project-folder.ts';

/** Where something was read, so that a person sees why it is believed. */
export interface Evidence {
  /** The path of the file from the folder of the project. */
  readonly file: string;
  /** What it says there, as the rest of a line behind the name of the file: `engines.node is ">=20"`. */
  readonly says: string;
}

/** Something that a folder says of its project. */
export interface Fact {
  readonly value: string;
  readonly because: Evidence;
}

/**
 * What can be known of a project: `name` of the program; `version` of its language, as tags of images write it; `port` that
 * it listens on; `build`, the script or command that builds it; `output`, the folder or file that the build makes; `assets`, a folder of
 * files that are served as they are; `main`,
 * the file, package or module that is started; `start`, the command that starts it, in words of a shell; `framework`;
 * `lock`, the file with the exact versions of what it depends on; `manager`, the version of the package manager; `health`,
 * the path by which it says that it is well; `scripts`, the files that say how Gradle builds it; `extensions` of PHP that it
 * needs.
 */
export const factNames = [
  'name',
  'version',
  'framework',
  'manager',
  'lock',
  'scripts',
  'build',
  'output',
  'assets',
  'extensions',
  'main',
  'start',
  'port',
  'health',
] as const;

export type FactName = (typeof factNames)[number];

export type Facts = Readonly<Partial<Record<FactName, Fact>>>;

/** The languages of projects; `static` is a site of files. */
export const languages = [
  'c',
  'deno',
  'dotnet',
  'elixir',
  'go',
  'java',
  'kotlin',
  'node',
  'php',
  'python',
  'ruby',
  'rust',
  'scala',
  'static',
] as const;

export type Language = (typeof languages)[number];

/** What installs the dependencies of a project, or builds it. */
export type Tool =
  | 'bun'
  | 'bundler'
  | 'cargo'
  | 'cmake'
  | 'composer'
  | 'deno'
  | 'dotnet'
  | 'go'
  | 'gradle'
  | 'maven'
  | 'mix'
  | 'none'
  | 'npm'
  | 'pip'
  | 'pnpm'
  | 'poetry'
  | 'sbt'
  | 'uv'
  | 'yarn';

/** A project that a folder holds. */
export interface Project {
  readonly language: Language;
  readonly tool: Tool;
  /** What it is, for people: `Node.js with pnpm`. */
  readonly title: string;
  /** What tells that it is one. */
  readonly because: Evidence;
  /** `service` answers on a port, `site` is files that a web server hands out, `program` does its work and says nothing of a port. */
  readonly shape: 'service' | 'site' | 'program';
  /** What is known; what is not, is left to the template. */
  readonly facts: Facts;
  /** What stands in the way of a build as usual, as sentences: no lock file, several programs. */
  readonly remarks: readonly string[];
}

/** Finds a project of one language in a folder; undefined when there is none. */
export type Detector = (folder: ProjectFolder) => Promise<Project | undefined>;

/** Shorter to write where many are gathered. */
export function fact(value: string, file: string, says: string): Fact {
  return { value, because: { file, says } };
}
