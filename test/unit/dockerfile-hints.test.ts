import { describe, expect, it } from 'vitest';
import { dockerfileHints } from '../../server/src/ide/dockerfile/hints.ts';
import { applyEdits, insert } from '../../server/src/text/edit.ts';
import { workedOn } from '../support/writing.ts';

/** The file with its hints in the text, in braces. */
async function hinted(text: string): Promise<string> {
  const worked = workedOn('Dockerfile', text);
  const hints = (await dockerfileHints.hints?.(worked, { start: 0, end: text.length })) ?? [];
  return applyEdits(
    text,
    hints.map(({ offset, label }) => insert(offset, `{${label}}`)),
  );
}

describe('hints in a Dockerfile', () => {
  it('tell what an image comes to', async () => {
    const text = (hint: string) =>
      `ARG NODE=24\nARG VARIANT=alpine\nFROM node:\${NODE}-$VARIANT${hint} AS build\nFROM build\n`;
    expect(await hinted(text(''))).toBe(text('{= node:24-alpine}'));
  });

  it('tell what paths, users and ports come to, further down than they are declared', async () => {
    const text = (...hints: string[]) =>
      `FROM alpine\nENV HOME=/srv PORT=80\nRUN true\nWORKDIR $HOME/app${hints[0]}\nCOPY a.txt $HOME${hints[1]}\nEXPOSE $PORT${hints[2]}/tcp\n`;
    expect(await hinted(text('', '', ''))).toBe(text('{= /srv/app}', '{= /srv}', '').replace('/tcp', '/tcp{= 80/tcp}'));
  });

  it('are silent about what stands just above, and about what only the build knows', async () => {
    const text =
      'FROM --platform=$BUILDPLATFORM alpine\nENV APP=/srv/app\nWORKDIR $APP\nARG SOURCE\nARG OTHER\nCOPY $SOURCE $TARGETARCH /\n';
    expect(await hinted(text)).toBe(text);
  });

  it('are silent in scripts, which the shell expands', async () => {
    const text = 'FROM alpine\nARG A=1\nUSER root\nRUN echo $A\nCMD echo $A\n';
    expect(await hinted(text)).toBe(text);
  });

  it('tell the stages that numbers mean', async () => {
    const text = (one: string, other: string) =>
      `FROM golang:1.27 AS build\nFROM node:24\nFROM alpine\nCOPY --from=0${one} /a /\nRUN --mount=from=1${other},target=/x true\nCOPY --from=7 /b /\n`;
    expect(await hinted(text('', ''))).toBe(text('{= build}', '{= node:24}'));
  });

  it('tell where relative folders lie', async () => {
    const text = (one: string, other: string) =>
      `FROM alpine\nWORKDIR /srv\nWORKDIR app${one}\nFROM example.com/unknown\nWORKDIR app\nFROM scratch\nWORKDIR app${other}\n`;
    expect(await hinted(text('', ''))).toBe(text('{= /srv/app}', '{= /app}'));
  });

  it('say which argument decides', async () => {
    const worked = workedOn('Dockerfile', 'ARG TAG=3\nARG NAME=alpine\nFROM $NAME:$TAG\n');
    const [hint] = (await dockerfileHints.hints?.(worked, { start: 30, end: 40 })) ?? [];
    expect(hint?.tooltip).toBe('Unless the build is given another `NAME` or `TAG`.');
  });

  it('are given for the lines that are asked about', async () => {
    const text = 'ARG TAG=3\nARG X\nFROM alpine:$TAG\nFROM alpine:$TAG\n';
    const worked = workedOn('Dockerfile', text);
    const at = text.lastIndexOf('FROM');
    const hints = (await dockerfileHints.hints?.(worked, { start: at, end: text.length })) ?? [];
    expect(hints.map(({ offset }) => offset)).toEqual([text.length - 1]);
  });
});
