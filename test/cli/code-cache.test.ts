import { existsSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeFolder } from '../../server/src/node/code-cache.ts';
import { version } from '../../server/src/version.ts';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();

const day = 24 * 60 * 60;

/** Writes something into a folder that was last used so many days ago. */
function leave(folder: string, days: number): void {
  desk.write({ [`seaworthy/${folder}/kept`]: 'something' });
  const then = Date.now() / 1000 - days * day;
  utimesSync(path.join(desk.folder, 'seaworthy', folder), then, then);
}

describe('compiled code', () => {
  it('is kept by release, and what releases left that nobody starts is taken away', () => {
    leave('code/0.0.1', 40);
    leave('code/0.0.2', 20);
    leave('other', 400);
    const environment = { HOME: desk.folder, LOCALAPPDATA: desk.folder, XDG_CACHE_HOME: desk.folder };
    const folder = codeFolder(environment, '0.0.3') ?? '';
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(path.dirname(folder)).sort()).toEqual(['0.0.2', '0.0.3']);
    expect(existsSync(path.join(desk.folder, 'seaworthy/other/kept'))).toBe(true);
    // A release that is started every day is not old, however long ago it came; only a new one tidies up.
    leave('code/0.0.3', 90);
    leave('code/0.0.2', 90);
    codeFolder(environment, '0.0.3');
    expect(readdirSync(path.dirname(folder)).sort()).toEqual(['0.0.2', '0.0.3']);
    codeFolder(environment, '0.0.4');
    expect(readdirSync(path.dirname(folder)).sort()).toEqual(['0.0.3', '0.0.4']);
  });

  it('has no place where nobody says where such things go, and none is needed', () => {
    expect(codeFolder({}, '0.0.3')).toBeUndefined();
    desk.write({ seaworthy: 'a file' });
    expect(() => codeFolder({ XDG_CACHE_HOME: desk.folder, HOME: desk.folder }, '0.0.3')).not.toThrow();
    const env = { XDG_CACHE_HOME: desk.folder, HOME: desk.folder };
    expect(desk.seaworthy(['--version'], { env }).stdout.trim()).toBe(version);
  });

  it('is written by the program itself, unless that is not wanted', () => {
    const env = { XDG_CACHE_HOME: desk.folder, HOME: desk.folder, LOCALAPPDATA: desk.folder };
    desk.seaworthy(['--version'], { env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect(existsSync(path.join(desk.folder, 'seaworthy'))).toBe(false);
    desk.seaworthy(['--version'], { env });
    expect(readdirSync(path.join(desk.folder, 'seaworthy/code', version)).length).toBe(1);
  });
});
