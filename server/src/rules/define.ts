import type * as z from 'zod';
import type { FixContext } from '../core/fix.ts';
import type { SharedHost } from '../core/host.ts';
import type { Reporter } from '../core/report.ts';
import type { Check, ContextCheck, OptionsSchema, Rule, RuleMeta, SuppressionsContext } from '../core/rule.ts';
import type { ScriptChecker } from '../core/script-checker.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { BuildDefinition } from '../workspace/image-links/definition.ts';
import { Neighbourhood } from '../workspace/manifests/neighbourhood.ts';

/** What a rule is written from: all that is to be known about it, and how it judges. */
type Definition<Schema extends OptionsSchema, Checks> = Omit<RuleMeta, 'options'> & {
  readonly options?: Schema;
} & Checks;

type Options<Schema extends OptionsSchema> = z.output<Schema>;

export interface DockerfileContext<Options> {
  readonly dockerfile: Dockerfile;
  readonly options: Options;
  readonly report: Reporter;
}

export interface ManifestContext<Options> {
  readonly manifest: Manifest;
  readonly options: Options;
  /** The Kubernetes version the manifests are meant for, such as `1.36`. */
  readonly kubernetesVersion: string;
  readonly report: Reporter;
}

/** What a check of a Dockerfile that looks at the files beside it is given. */
export interface SurroundingsContext<Options> extends DockerfileContext<Options>, FixContext {
  readonly host: SharedHost;
  /** Checks shell scripts, where a program that does may be run. */
  readonly scripts: ScriptChecker | undefined;
}

interface DockerfileCheck<Schema extends OptionsSchema> {
  check?(context: DockerfileContext<Options<Schema>>): void;
  /** Looks at the files beside the Dockerfile as well. */
  checkSurroundings?(context: SurroundingsContext<Options<Schema>>): Promise<void>;
}

/** What a check of manifests that looks at the files beside it is given. */
export interface NeighbourhoodContext<Options> extends ManifestContext<Options>, FixContext {
  readonly host: SharedHost;
  /** The resources of the file and of those around it. */
  readonly neighbours: Neighbourhood;
}

/** What a check of manifests is given that looks at other files, and not at the resources in them. */
export type FilesContext<Options> = Omit<NeighbourhoodContext<Options>, 'neighbours'>;

interface ManifestCheck<Schema extends OptionsSchema> {
  check?(context: ManifestContext<Options<Schema>>): void;
  /** Looks at the resources in other files as well; it may wait for files, and most have no need to. */
  checkSurroundings?(context: NeighbourhoodContext<Options<Schema>>): void | Promise<void>;
  /** Looks at other files through the host alone, instead: it is not asked again when other documents of a file change. */
  checkFiles?(context: FilesContext<Options<Schema>>): void | Promise<void>;
  /** Looks, beside manifests, at a file that says how images are built, and at the files around it. */
  checkDefinition?(context: DefinitionContext): void | Promise<void>;
}

/** What a check of a build definition is given. */
export interface DefinitionContext {
  readonly definition: BuildDefinition;
  /** The URI of the file. */
  readonly uri: string;
  readonly host: SharedHost;
  readonly report: Reporter;
}

interface BothChecks<Schema extends OptionsSchema> {
  checkDockerfile(context: DockerfileContext<Options<Schema>>): void;
  /** Looks at the files beside a Dockerfile as well. */
  checkDockerfileSurroundings?(context: SurroundingsContext<Options<Schema>>): Promise<void>;
  checkManifest(context: ManifestContext<Options<Schema>>): void;
}

interface SuppressionsCheck {
  checkSuppressions(context: SuppressionsContext): void;
}

/** What a rule about Kubernetes manifests is written from. */
export type ManifestDefinition<Schema extends OptionsSchema> = Definition<Schema, ManifestCheck<Schema>>;

// biome-ignore lint/complexity/noBannedTypes: the shape of a schema without options
export type NoOptions = z.ZodObject<{}>;

/** A rule about Dockerfiles. */
export function dockerfileRule<Schema extends OptionsSchema = NoOptions>(
  definition: Definition<Schema, DockerfileCheck<Schema>>,
): Rule {
  const { check, checkSurroundings, ...meta } = definition;
  return {
    meta,
    checks: check ? { dockerfile: onDockerfile(check) } : {},
    ...(checkSurroundings && {
      contextChecks: { dockerfile: aroundDockerfile(checkSurroundings) },
      asksHostAlone: true,
    }),
  };
}

/** A rule about Kubernetes manifests. */
export function manifestRule<Schema extends OptionsSchema = NoOptions>(definition: ManifestDefinition<Schema>): Rule {
  const { check, checkSurroundings, checkFiles, checkDefinition, ...meta } = definition;
  const ofFiles = {
    ...(checkFiles && { kubernetes: besideManifest(checkFiles) }),
    ...(checkDefinition && { builds: ofDefinition(checkDefinition) }),
  };
  return {
    meta,
    checks: check ? { kubernetes: onManifest(check) } : {},
    ...(checkSurroundings && { contextChecks: { kubernetes: aroundManifest(checkSurroundings) } }),
    ...(Object.keys(ofFiles).length > 0 && { contextChecks: ofFiles, asksHostAlone: true }),
  };
}

/** A rule about containers, whichever file says what is in them. */
export function containerRule<Schema extends OptionsSchema = NoOptions>(
  definition: Definition<Schema, BothChecks<Schema>>,
): Rule {
  const { checkDockerfile, checkDockerfileSurroundings: around, checkManifest, ...meta } = definition;
  return {
    meta,
    checks: { dockerfile: onDockerfile(checkDockerfile), kubernetes: onManifest(checkManifest) },
    ...(around && { contextChecks: { dockerfile: aroundDockerfile(around) }, asksHostAlone: true }),
  };
}

/** A rule about suppressions themselves. */
export function suppressionsRule(definition: Definition<NoOptions, SuppressionsCheck>): Rule {
  const { checkSuppressions, ...meta } = definition;
  return { meta, checks: {}, checkSuppressions };
}

/** A finding's `unless` about manifests: whether what stands beside the file settles it. */
export function around(isMoot: (neighbours: Neighbourhood) => boolean): (neighbours: unknown) => boolean {
  return (neighbours) => neighbours instanceof Neighbourhood && isMoot(neighbours);
}

function onDockerfile<O>(check: (context: DockerfileContext<O>) => void): Check<Dockerfile, O> {
  return ({ model, options, report }) => check({ dockerfile: model, options, report });
}

function aroundDockerfile<O>(check: (context: SurroundingsContext<O>) => Promise<void>): ContextCheck<Dockerfile, O> {
  return ({ model, ...context }) => check({ dockerfile: model, ...context });
}

function onManifest<O>(check: (context: ManifestContext<O>) => void): Check<Manifest, O> {
  return ({ model, options, kubernetesVersion, report }) =>
    check({ manifest: model, options, kubernetesVersion, report });
}

function besideManifest<O>(check: (context: FilesContext<O>) => void | Promise<void>): ContextCheck<Manifest, O> {
  return ({ model, options, uri, kubernetesVersion, host, report }) =>
    check({ manifest: model, options, uri, kubernetesVersion, host, report });
}

function ofDefinition(
  check: (context: DefinitionContext) => void | Promise<void>,
): ContextCheck<BuildDefinition, unknown> {
  return ({ model, uri, host, report }) => check({ definition: model, uri, host, report });
}

function aroundManifest<O>(
  check: (context: NeighbourhoodContext<O>) => void | Promise<void>,
): ContextCheck<Manifest, O> {
  return ({ model, neighbours: around, preset, ...context }) => {
    if (!(around instanceof Neighbourhood)) return undefined;
    const neighbours = preset === 'all' ? around.literal : around;
    return check({ manifest: model, neighbours, ...context });
  };
}
