import type { Stage } from '../../dockerfile/stage.ts';
import { isWhole } from '../../dockerfile/stage-edits.ts';
import { endOfLife } from '../../image/end-of-life.ts';
import { stableTag } from '../../image/official-tags.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'end-of-life-base-image',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Build upon releases that still get security fixes',
  why: 'After its end of life a release gets no more fixes: every hole that is found from then on stays open in the image, however often it is rebuilt, and package mirrors go away, so that one day it cannot be rebuilt. The dates are those that the makers of each release announced, as of August 2026. In stages that do not ship it is an information.',
  aliases: ['dockerfile-doctor/DD077', 'tally/ruby/eol-ruby-version'],
  fix: 'manual',
  fixing:
    'Writes the current stable version of the same official image. A new major version may need changes elsewhere: build and test it.',
  references: ['https://endoflife.date'],
  examples: [
    {
      bad: 'FROM node:16-alpine\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24-alpine\nCMD ["node", "server.js"]\n',
    },
    { bad: 'FROM debian:buster-slim\n', fixed: 'FROM debian:13-slim\n' },
    { bad: 'FROM openjdk:17\n', note: 'The image is no longer kept up.' },
    { bad: 'FROM golang:1.26-buster\n', note: 'The suite in the tag counts, too.' },
    { good: 'FROM node:24-alpine\n' },
    { good: 'ARG VERSION\nFROM node:${VERSION}\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages) {
      const word = stage.from?.image;
      const reference = stage.image?.reference;
      const end = reference && endOfLife(reference);
      if (!word || !end) continue;
      const { what, since, instead } = end;
      const advice = instead === undefined ? 'choose a release that does' : `use ${instead}`;
      const finding = report(word.span, `${what} gets no more security fixes since ${since}: ${advice}`);
      if (!what.startsWith('Ruby')) finding.as('dockerfile-doctor/DD077');
      if (!dockerfile.isShipped(stage)) finding.grade('info');
      const tag = currentTag(stage);
      if (tag === undefined || !isWhole(word) || word.text !== reference.text || reference.digest !== undefined)
        continue;
      const place = { start: word.span.start + reference.nameEnd + 1, end: word.span.end };
      finding.fix(`Change to ${reference.text.slice(0, reference.nameEnd)}:${tag}`, [replace(place, tag)]);
    }
  },
});

/** Endings of tags that the images have in all their versions. */
const endings: Readonly<Record<string, readonly string[]>> = {
  debian: ['', '-slim'],
  node: ['', '-slim', '-alpine'],
  php: ['', '-cli', '-fpm', '-apache', '-alpine', '-cli-alpine', '-fpm-alpine'],
  python: ['', '-slim', '-alpine'],
  ruby: ['', '-slim', '-alpine'],
};

/** The tag of the current stable version with the ending that the present one has; undefined where that is not plain. */
function currentTag({ image }: Stage): string | undefined {
  const reference = image?.reference;
  const tag = reference && stableTag(reference);
  if (!reference || tag === undefined) return undefined;
  const ending = (reference.tag ?? '').replace(/^(?:\d[\d.]*|[a-z]+)/, '');
  const name = reference.repository.replace(/^library\//, '');
  return (endings[name] ?? ['']).includes(ending) ? tag + ending : undefined;
}
