import { Refusal } from '../../core/fix.ts';
import { outermost } from '../multi-stage/contents.ts';
import { belongsToSystem, isScratch, isWithin } from '../multi-stage/paths.ts';
import type { LeftBehind } from './following.ts';
import type { LaterUses } from './later-uses.ts';

/** Images in whose `/usr/local` there is nothing of their own: those of plain distributions. */
const plainImages: ReadonlySet<string> = new Set(['alpine', 'busybox', 'debian', 'fedora', 'rockylinux', 'ubuntu']);

/**
 * The files and folders that the stage above is to hand on: all that was put there for a reason. A folder in which the
 * build only worked stays behind when what it made was put elsewhere and nothing later speaks of it.
 */
export function outputsOf(
  { items, links, writesBelow, worksIn, unpacked }: LeftBehind,
  later: LaterUses,
  image: string | undefined,
): readonly string[] | Refusal {
  const all = [...items, ...writesBelow];
  // The folder that was copied, cloned or unpacked as a whole is what is meant, and not the one below it.
  const wholeOf = (folder: string) =>
    all.filter((one) => isWithin(one, folder)).toSorted((a, b) => a.length - b.length)[0] ?? folder;
  const roots = [...new Set([...writesBelow, ...worksIn].map(wholeOf))].filter((root) => !belongsToSystem(root));
  const lasting = (path: string) => !isScratch(path) && !unpacked.includes(path) && !links.includes(path);
  const hasProduct = items.some((item) => lasting(item) && !roots.some((root) => isWithin(root, item)));
  const leftBehind = roots.filter((root) => (hasProduct || isScratch(root)) && !later.mention(root));
  const handedOn = [...roots.filter((root) => all.includes(root) || writesBelow.includes(root)), ...all].filter(
    (path) => {
      if (leftBehind.some((root) => isWithin(root, path))) return false;
      return lasting(path) || links.includes(path) || later.mention(path);
    },
  );
  const outputs = outermost(inOrder(handedOn, all));
  const unknown = outputs.find(
    (path) => belongsToSystem(path) && !(path === '/usr/local' && plainImages.has(image ?? '')),
  );
  if (unknown !== undefined) {
    return new Refusal(`What is written into ${unknown} cannot be told from what the image has there.`);
  }
  const removed = outputs.find((path) => later.removes(path));
  if (removed !== undefined) {
    return new Refusal(`${removed} is removed further down, after it would have been copied: select that as well.`);
  }
  const link = links.find((path) => outputs.includes(path));
  if (link !== undefined) {
    return new Refusal(`COPY would follow the link ${link}: make it in an instruction of its own.`);
  }
  return outputs.length > 0 ? outputs : new Refusal('Nothing is left behind there that could be copied.');
}

/** Paths as they were first written, each once. */
function inOrder(paths: readonly string[], order: readonly string[]): readonly string[] {
  const place = (path: string) => (order.includes(path) ? order.indexOf(path) : order.length);
  return [...new Set(paths)].toSorted((a, b) => place(a) - place(b));
}
