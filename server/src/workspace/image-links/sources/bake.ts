import type { Span } from '../../../text/span.ts';
import { type BakeFile, type BakeTarget, readBakeHcl, readBakeJson } from '../bake-file.ts';
import type { Build, BuildFile, BuildSource } from '../build.ts';
import { type Lookup, Template } from '../template.ts';

/** How many targets may inherit from one another. */
const deepest = 16;

/**
 * The targets of Bake files (docs.docker.com/build/bake/reference). Paths start from where Bake is run, which is the
 * file's folder unless somebody names the file.
 */
export const bake: BuildSource = {
  claims: (uri) => /\/docker-bake[^/]*\.(?:hcl|json)$/.test(uri),

  read(file) {
    const read = file.name.endsWith('.json') ? readBakeJson(file.text) : readBakeHcl(file.text);
    const lookup: Lookup = (name) => read.variables.get(name);
    return [...read.targets].flatMap(([name, target]) =>
      target.matrix.flatMap((values) => {
        const inMatrix: Lookup = (variable) => values.get(variable) ?? lookup(variable);
        return builtAs(name, target, { read, lookup: inMatrix, file });
      }),
    );
  },
};

interface Around {
  readonly read: BakeFile;
  readonly lookup: Lookup;
  readonly file: BuildFile;
}

function builtAs(name: string, target: BakeTarget, { read, lookup, file }: Around): readonly Build[] {
  const lineage = lineageOf(target, read);
  const first = <T>(pick: (one: BakeTarget) => T | undefined): T | undefined => {
    for (const one of lineage) {
      const value = pick(one);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const tags = target.tags ?? first(({ tags }) => tags) ?? [];
  const names = tags.length > 0 ? tags : isParent(name, read) ? [] : withoutName(target, lineage);
  const context = (first(({ texts }) => texts.get('context')) ?? Template.literal('.')).fill(lookup);
  const isRemote = /^(?:https?:|git@|git:|target:|docker-image:)/.test(context.resolved);
  const inline = first(({ texts }) => texts.get('dockerfile-inline'));
  // What says nothing itself is filled in by another file.
  const isDeclared =
    !isParent(name, read) && ['context', 'dockerfile'].some((key) => first(({ texts }) => texts.get(key)));
  return names.map(({ value, span }) => ({
    image: value.fill(lookup),
    span,
    says: `Bake builds it as the target "${name}"`,
    ...(inline ? { builder: 'inline' as const } : isRemote ? { builder: 'elsewhere' as const } : {}),
    dockerfile: first(({ texts }) => texts.get('dockerfile'))?.fill(lookup),
    isInContext: true,
    context,
    target: first(({ texts }) => texts.get('target'))?.fill(lookup),
    namedContexts: lineage.flatMap(({ contexts }) => contexts),
    args: new Map(lineage.toReversed().flatMap(({ args }) => [...args])),
    bases: [file.folder],
    otherBases: file.foldersUp.slice(1),
    isDeclared,
    isRunAnywhere: true,
    confidence: 'certain',
  }));
}

/** What describes a build, and not only what several have in common. */
const ofBuild = ['dockerfile', 'context', 'target'] as const;

/**
 * The image of a target that gives it no name, as where a workflow does: what is not known of it is all, but its Dockerfile
 * is built in its context.
 */
function withoutName(
  { span }: BakeTarget,
  lineage: readonly BakeTarget[],
): readonly { readonly value: Template; readonly span: Span }[] {
  const isBuild = lineage.some(({ texts, contexts }) => contexts.length > 0 || ofBuild.some((key) => texts.has(key)));
  return isBuild ? [{ value: Template.unknown, span }] : [];
}

/** Whether other targets inherit from one: then it may be there for nothing else. */
function isParent(name: string, { targets }: BakeFile): boolean {
  return [...targets.values()].some(({ inherits }) => inherits.includes(name));
}

/** A target and those it inherits from, the nearest first; of several parents the last one counts first. */
function lineageOf(target: BakeTarget, read: BakeFile): readonly BakeTarget[] {
  const lineage = new Set([target]);
  for (const one of lineage) {
    if (lineage.size > deepest) break;
    for (const parent of one.inherits.toReversed()) {
      const found = read.targets.get(parent);
      if (found) lineage.add(found);
    }
  }
  return [...lineage];
}
