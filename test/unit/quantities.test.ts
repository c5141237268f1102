import { describe, expect, it } from 'vitest';
import { formatBytes, formatCpu, parseQuantity } from '../../server/src/kubernetes/quantity.ts';
import { type Measure, measureOf, mistakeIn } from '../../server/src/kubernetes/quantity-mistakes.ts';

describe('quantities', () => {
  it.each([
    ['1', 1],
    ['700m', 0.7],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1E', 1e18],
    ['-1', -1],
    ['100n', 1e-7],
  ])('%s is worth %d', (text, value) => expect(parseQuantity(text)).toBe(value));

  it.each(['', '1g', '1Kb', '1 Gi', ' 1', '1K', '0x1', '1e', '1.2.3', 'abc', '1mi'])('"%s" is none', (text) =>
    expect(parseQuantity(text)).toBeUndefined(),
  );

  it.each([
    [2, '2'],
    [0.25, '250m'],
    [0.1 + 0.2, '300m'],
    [0.0001, '1m'],
    [0, '0'],
  ])('%d cores are written %s', (cores, text) => expect(formatCpu(cores)).toBe(text));

  it.each([
    [0, '0'],
    [512, '512'],
    [200 * 2 ** 20, '200Mi'],
    [1536 * 2 ** 20, '1.5Gi'],
    [1100 * 2 ** 20, '1100Mi'],
    [512e6, '488Mi'],
    [2 ** 50, '1024Ti'],
  ])('%d bytes are written %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('mistakes in quantities', () => {
  const cases: readonly (readonly [Measure, string, string, string | undefined])[] = [
    ['bytes', '512MB', 'unreadable', '512Mi'],
    ['bytes', '1g', 'unreadable', '1Gi'],
    ['bytes', '500 Mi', 'unreadable', '500Mi'],
    ['bytes', '64K', 'unreadable', '64Ki'],
    ['bytes', '1,5Gi', 'unreadable', '1.5Gi'],
    ['bytes', '2GiB', 'unreadable', '2Gi'],
    ['bytes', '50%', 'unreadable', undefined],
    ['bytes', '100m', 'tiny', '100Mi'],
    ['bytes', '512', 'tiny', '512Mi'],
    ['bytes', '2', 'tiny', '2Gi'],
    ['bytes', '16', 'tiny', undefined],
    ['bytes', '-1Gi', 'negative', undefined],
    ['cpu', '0.5m', 'tiny', '500m'],
    ['cpu', '500', 'huge', '500m'],
    ['cpu', '500M', 'huge', '500m'],
    ['cpu', '250Mi', 'huge', '250m'],
    ['cpu', '2 cores', 'unreadable', '2'],
    ['cpu', '100mCPU', 'unreadable', '100m'],
    ['cpu', '0,5', 'unreadable', '0.5'],
    ['count', 'one', 'unreadable', undefined],
  ];

  it.each(cases)('%s: %s is %s and means %s', (measure, text, sort, meant) =>
    expect(mistakeIn(text, measure)).toEqual({ sort, meant }),
  );

  it.each([
    ['bytes', '0'],
    ['bytes', '100k'],
    ['bytes', '134217728'],
    ['bytes', '1288490188800m'],
    ['cpu', '96'],
    ['cpu', '1m'],
    ['cpu', '0.001'],
    ['count', '500'],
  ] as const)('%s: %s is none', (measure, text) => expect(mistakeIn(text, measure)).toBeUndefined());

  it.each([
    ['requests.cpu', 'cpu'],
    ['limits.memory', 'bytes'],
    ['hugepages-2Mi', 'bytes'],
    ['nvidia.com/gpu', 'count'],
    ['pods', 'count'],
  ])('%s is measured as %s', (name, measure) => expect(measureOf(name)).toBe(measure));
});
