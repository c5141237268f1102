import { describe, expect, it } from 'vitest';
import { maintained } from '../../server/src/workspace/project/releases.ts';
import { releaseIn, VersionRange } from '../../server/src/workspace/project/version-range.ts';

const among = ['24', '26', '22', '20', '18', '16'];
const pythons = ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9'];

describe('a range of versions', () => {
  it.each([
    ['>=18', among, '24'],
    ['^20.1.0', among, '20'],
    ['20.x', among, '20'],
    ['18.12.1', among, '18'],
    ['>=18 <21', among, '20'],
    ['>= 18.0.0 < 21.0.0', among, '20'],
    ['^16 || ^18', among, '18'],
    ['16 - 20', among, '20'],
    ['>24', among, '26'],
    ['*', among, '24'],
    ['<16', among, undefined],
    ['lts', among, undefined],
    ['>=3.9', pythons, '3.14'],
    ['>=3.9,<3.12', pythons, '3.11'],
    ['>=3.10,<3.12.4', pythons, '3.12'],
    ['^3.10', pythons, '3.14'],
    ['~3.11', pythons, '3.11'],
    ['~=3.11', pythons, '3.14'],
    ['~> 3.11.0', pythons, '3.11'],
    ['3.12.*', pythons, '3.12'],
    ['==3.12.1', pythons, '3.12'],
    ['!=3.14,>=3.9', pythons, '3.13'],
    ['>3.9, !=3.14.0', pythons, '3.14'],
    ['~> 1.14', ['1.20', '1.14'], '1.20'],
    ['^8.1|^9.0', ['8.5', '8.4', '9.0'], '8.5'],
  ])('%s of %s is %s', (range, versions, chosen) => {
    expect(VersionRange.read(range)?.choose(versions)).toBe(chosen);
  });
});

describe('a release', () => {
  it.each([
    ['^16 || ^18', ['24', '22'], '18'],
    ['>=3.6,<3.8', ['3.14', '3.10'], '3.8'],
    ['latest-ish', ['24'], undefined],
    ['7', ['8.5'], undefined],
  ])('is the last that %s names where none of %j is allowed', (range, releases, release) => {
    expect(releaseIn(range, releases)).toBe(release);
  });

  it.each([
    ['18', ['24', '26', '22'], '22'],
    ['24', ['24', '26', '22'], '24'],
    ['23', ['24', '26', '22'], '24'],
    ['28', ['24', '26', '22'], '28'],
    ['3.9', ['3.14', '3.10'], '3.10'],
    ['3.8', ['3.14', '3.13'], '3.13'],
    ['2.7', ['4.0', '3.4', '3.3'], '3.3'],
  ])('%s is taken from %j as %s', (asked, known, taken) => {
    expect(maintained(asked, known)).toBe(taken);
  });
});
