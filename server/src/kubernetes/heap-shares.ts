import type { RuntimeSettingKind } from './runtime-settings.ts';

const mebibyte = 2 ** 20;

/** A part of the memory limit: the one that is worth a word, and the one that leaves enough for everything else. */
export interface HeapShare {
  readonly near: number;
  readonly good: number;
}

/** How much of the memory limit each setting may allow (the Go documentation suggests 5 to 10 per cent less than all). */
export const heapShares: ReadonlyMap<RuntimeSettingKind, HeapShare> = new Map([
  ['java-heap', { near: 0.9, good: 0.75 }],
  ['java-start', { near: 1, good: 0.75 }],
  ['java-share', { near: 0.9, good: 0.75 }],
  ['node-heap', { near: 0.9, good: 0.75 }],
  ['go-memory', { near: 0.95, good: 0.9 }],
]);

/** An amount of memory as the program wants it written, the share of a JVM excepted, which is one. */
export function heapAmount(kind: RuntimeSettingKind, bytes: number): string {
  if (kind === 'java-share') return String((heapShares.get(kind)?.good ?? 1) * 100);
  const whole = Math.floor(bytes / mebibyte);
  if (kind === 'node-heap') return String(whole);
  return kind === 'go-memory' ? `${whole}MiB` : `${whole}m`;
}
