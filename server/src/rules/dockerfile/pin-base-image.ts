import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Word } from '../../dockerfile/words.ts';
import { stableTag } from '../../image/official-tags.ts';
import type { ImageReference } from '../../image/reference.ts';
import { insert, replace } from '../../text/edit.ts';
import { mayBeContext, withoutContexts } from '../../workspace/named-contexts.ts';
import { dockerfileRule } from '../define.ts';

const either = ['trivy/DS-0001', 'checkov/CKV_DOCKER_7', 'dockerfile-doctor/DD001', 'droast/DF001'] as const;
const withoutTag = [
  'hadolint/DL3006',
  ...either,
  'kics/Image Version Not Explicit',
  'dockerfilelint/missing_tag',
  'dockerfile_lint/no_tag',
] as const;
const isLatestTag = [
  'hadolint/DL3007',
  ...either,
  "kics/Image Version Using 'latest'",
  'droast/DF024',
  'dockerfilelint/latest_tag',
  'slim/20006',
  'dockerfile_lint/is_latest_tag',
] as const;

export default dockerfileRule({
  id: 'pin-base-image',
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give the base image a tag that says which version it is',
  why: 'Without a tag, and with `latest`, the same Dockerfile builds upon another system every few weeks, and nobody can tell which one an old image came from. A tag such as `node:24` still brings patches and keeps the rest as it was.',
  lesson: 'supply',
  aliases: [...new Set([...withoutTag, ...isLatestTag])],
  fix: 'suggested',
  fixing:
    'Puts in the tag that the same image has elsewhere in the file or, for Docker official images, the tag of their current stable line. For other images there is no fix, because no tag can be known.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: [
    {
      bad: 'FROM node\nUSER node\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24\nUSER node\nCMD ["node", "server.js"]\n',
    },
    { bad: 'FROM docker.io/library/alpine:latest\n', fixed: 'FROM docker.io/library/alpine:3.24\n' },
    {
      bad: 'FROM ghcr.io/acme/base:2.1 AS build\nFROM ghcr.io/acme/base\n',
      fixed: 'FROM ghcr.io/acme/base:2.1 AS build\nFROM ghcr.io/acme/base:2.1\n',
      note: 'The tag that the same image has in another stage.',
    },
    {
      bad: 'FROM golang:1.26-alpine AS tools\nFROM golang:latest\nCOPY --from=tools /go/bin/tool /go/bin/\n',
      fixed: 'FROM golang:1.26-alpine AS tools\nFROM golang:1.27\nCOPY --from=tools /go/bin/tool /go/bin/\n',
      note: 'A variant of the image is another system.',
    },
    {
      bad: 'FROM our-base\n',
      note: 'A name that no registry knows is most likely built beside this file: an information.',
    },
    {
      bad: 'ARG VERSION=latest\nFROM alpine:${VERSION}\n',
      note: 'Arguments are followed to their defaults: an information.',
    },
    { good: 'FROM node:24 AS build\nFROM build\nFROM scratch\n' },
    { bad: 'ARG REGISTRY\nFROM ${REGISTRY}/node\n', note: 'Whatever the registry, there is no tag.' },
    { good: 'ARG BASE\nFROM ${BASE}\n', note: 'The build decides.' },
    {
      good: 'FROM base\nUSER nobody\n',
      files: {
        'docker-bake.hcl':
          'target "base" {\n  dockerfile = "base.Dockerfile"\n}\ntarget "app" {\n  contexts = {\n    base = "target:base"\n  }\n}\n',
      },
      path: 'Dockerfile',
      note: 'The build is given a context of that name.',
    },
    { good: 'FROM alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n' },
  ],
  check({ dockerfile, report }) {
    const tags = tagsByName(dockerfile.stages);
    for (const base of unpinnedBases(dockerfile)) if (!mayBeContext(base.reference)) tell(base, tags, report);
  },
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const named = await withoutContexts(unpinnedBases(dockerfile), dockerfile, { uri, host });
    if (named.length === 0) return;
    const tags = tagsByName(dockerfile.stages);
    for (const base of named) tell(base, tags, report);
  },
});

/** An image that a stage is built upon. */
interface Base {
  readonly word: Word;
  readonly reference: ImageReference;
}

function unpinnedBases({ stages }: Dockerfile): readonly Base[] {
  return stages.flatMap(({ from, image, isFromScratch }) => {
    const [word, reference] = [from?.image, image?.reference];
    return word && reference && !isFromScratch && !isPinned(reference) ? [{ word, reference }] : [];
  });
}

function tell(base: Base, tags: ReadonlyMap<string, string>, report: Reporter): void {
  const { word, reference } = base;
  const isLatest = reference.tag === 'latest';
  const name = reference.text.replace(/:latest$/, '').replaceAll(unknownValue, '…');
  const wrong = isLatest ? `${name} is pinned to "latest", which moves` : `${name} has no tag, which means "latest"`;
  const finding = report(word.span, `${wrong}: name a version, so that the next build gets the same system`).as(
    ...(isLatest ? isLatestTag : withoutTag),
  );
  // What a build passes in, and a name that no registry knows, may well be pinned where we cannot see it.
  if (/\}$|\$\w+$/.test(word.text) || (mayBeContext(reference) && !isLatest)) finding.grade('info');
  const tag = tags.get(reference.text.slice(0, reference.nameEnd)) ?? stableTag(reference);
  // Where a variable stands, the place to change is not the word itself.
  if (tag === undefined || reference.text !== word.text || word.span.end - word.span.start !== word.text.length) return;
  const start = word.span.start + reference.nameEnd;
  finding.fix(`Pin to ${name}:${tag}`, [
    isLatest ? replace({ start, end: start + ':latest'.length }, `:${tag}`) : insert(start, `:${tag}`),
  ]);
}

/** Whether a reference says which version it means, or may do so in a part that only the build knows. */
function isPinned({ tag, digest, repository }: ImageReference): boolean {
  if (digest !== undefined || (tag !== undefined && tag !== 'latest')) return true;
  return repository.slice(repository.lastIndexOf('/') + 1).includes(unknownValue);
}

/**
 * The tags of the file's images, by their names without one: what is pinned in one stage can be in another. A tag that
 * also chooses a variant, as `-alpine` does, would make another system of it.
 */
function tagsByName(stages: readonly Stage[]): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const { image } of stages) {
    const { tag, text = '', nameEnd } = image?.reference ?? {};
    if (tag !== undefined && isVersion(tag)) tags.set(text.slice(0, nameEnd), tag);
  }
  return tags;
}

/** Whether a tag is a version and nothing else. */
function isVersion(tag: string): boolean {
  return /^v?\d+(?:\.\d+)*$/.test(tag);
}
