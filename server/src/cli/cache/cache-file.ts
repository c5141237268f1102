import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { safeties } from '../../core/fix.ts';
import { severities } from '../../core/severity.ts';
import { type LanguageId, languages } from '../../engine/engine.ts';

/** The digest of an answer, a text or whatever can be written as JSON. */
export function digestOf(value: unknown): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? `text ${value}` : JSON.stringify(value);
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

/** A larger file is none that was written here. */
const largest = 500_000_000;

/** One line, which can do nothing to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is kept out
const line = z.string().regex(/^[^\u0000-\u001F\u007F-\u009F]*$/);
const natural = z.int().min(0);
const span = z.strictObject({ start: natural, end: natural, isExact: z.literal(false).optional() });
const safety = z.enum(safeties);

const finding = z.strictObject({
  rule: line,
  severity: z.enum(severities),
  message: line,
  span,
  related: z.array(z.strictObject({ span, message: line, other: natural.optional() })),
  tags: z.array(z.enum(['unnecessary', 'deprecated'])),
  aliases: z.array(line),
  fixes: z.array(
    z.strictObject({ title: line, safety, edits: z.array(z.strictObject({ span, newText: z.string() })) }),
  ),
  elsewhere: z.array(z.strictObject({ title: line, safety })),
  refusals: z.array(line),
});

const language = z.custom<LanguageId>((id) => typeof id === 'string' && Object.hasOwn(languages, id));

/** What was found in a file, without its text, and what that rests upon. */
const entry = z.strictObject({
  /** Digests of the text, and of what the configuration says. */
  text: line,
  settings: line,
  /** As which it was read, and as which it is told of once it is known what it says. */
  language,
  toldAs: language.optional(),
  /** Undefined for what is none of our business. */
  findings: z.array(finding).optional(),
  /** The other files in which related places stand, with digests of their texts. */
  others: z.array(z.strictObject({ uri: line, text: line })),
  /** The questions and the things made of them, by number, as a ledger tells them. */
  restsUpon: z.array(z.int()),
});

const content = z.strictObject({
  /** What holds for all of it: the program, and where it was run. */
  key: z.string(),
  questions: z.array(z.tuple([z.string(), z.string()])),
  made: z.array(z.array(z.int())),
  files: z.array(z.tuple([z.string(), entry])),
});

export type CacheEntry = z.output<typeof entry>;
export type CacheContent = z.output<typeof content>;

/** What a cache says; undefined where there is none, where it is of another program, and where anything in it is odd. */
export async function readCache(file: string, key: string): Promise<CacheContent | undefined> {
  try {
    const stats = await stat(file);
    if (!stats.isFile() || stats.size > largest) return undefined;
    const parsed = content.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success && parsed.data.key === key ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a cache, all of it or nothing, for nobody else to read: there may be secrets in the edits of fixes. */
export async function writeCache(file: string, written: CacheContent): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  try {
    await writeFile(beside, JSON.stringify(written), { mode: 0o600 });
    await chmod(beside, 0o600);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
