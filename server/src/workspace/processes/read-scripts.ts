import { joinPath } from '../../dockerfile/working-folder.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import type { ShellScript } from '../../shell/script.ts';
import type { ScriptPart } from '../../shell/structure.ts';
import type { ImageFile, ScriptFiles } from './image-files.ts';
import type { ProcessPlace } from './process.ts';

/** How many scripts may read one another. */
const deepest = 8;

/** The scripts that a script reads with `.` and `source`, those among them that can be found. */
export class ReadScripts {
  /** What each command that reads a script reads. */
  readonly bySource = new Map<ShellCommand, ScriptPart>();
  readonly libraries: ScriptPart[] = [];
  /** What cannot be read, and what is read in a circle; each said once. */
  readonly notes = new Set<string>();
  private readonly files: ScriptFiles;
  private readonly own: ProcessPlace;
  private readonly fileOf = new Map<ShellCommand, ProcessPlace['file']>();
  private readonly readPaths = new Map<string, ScriptPart>();

  constructor(files: ScriptFiles, own: ProcessPlace) {
    this.files = files;
    this.own = own;
  }

  placeOf(command: ShellCommand): ProcessPlace {
    if (!this.fileOf.has(command)) return { ...this.own, span: command.span };
    return { span: command.span, file: this.fileOf.get(command) };
  }

  /** Where a command stands, to begin a note with: `start.sh:2`, or the script where it stands in no file. */
  private whereIn(path: string | undefined, command: ShellCommand): string {
    const { file, span } = this.placeOf(command);
    return path === undefined || !file ? 'the script' : `${nameIn(path)}:${file.lines.lineAt(span.start) + 1}`;
  }

  /** Reads what the first script reads. */
  async begin(script: ShellScript, path: string | undefined): Promise<void> {
    if (path !== undefined) this.readPaths.set(path, script.structure);
    await this.add(script, path, path === undefined ? [] : [path]);
  }

  /** Reads what a script reads, and what that reads. */
  private async add(
    script: ShellScript,
    ownPath: string | undefined,
    above: readonly string[],
    depth = 0,
  ): Promise<void> {
    for (const command of script.commands) {
      if ((command.name !== '.' && command.name !== 'source') || depth >= deepest) continue;
      const path = pathIn(command.arguments[0], ownPath);
      const file = path === undefined ? undefined : await this.files.at(path);
      if (!file) {
        const reason = path === undefined ? undefined : this.files.whyUnread(path);
        if (reason !== undefined) this.notes.add(`${this.whereIn(ownPath, command)} reads ${path}, which ${reason}`);
        continue;
      }
      const known = this.readPaths.get(file.path);
      if (known) {
        this.bySource.set(command, known);
        if (above.includes(file.path)) {
          this.notes.add(`${this.whereIn(ownPath, command)} reads ${nameIn(file.path)} once more`);
        }
        continue;
      }
      if (isGarbled(file)) {
        this.notes.add(`${this.whereIn(ownPath, command)} reads ${path}, which ${notUnicode}`);
      }
      const read = this.files.script(file);
      const part = read.structure;
      this.readPaths.set(file.path, part);
      this.bySource.set(command, part);
      this.libraries.push(part);
      for (const one of read.commands) this.fileOf.set(one, file.file);
      await this.add(read, file.path, [...above, file.path], depth + 1);
    }
  }
}

/** What there is to say of a file in which some bytes are no text; the rest of it is read. */
export const notUnicode = 'is not valid UTF-8';

/** Whether a file was read with a mark for what is no text. */
export function isGarbled({ source }: ImageFile): boolean {
  return source.text.includes('\uFFFD');
}

/** How a script at a path is called. */
function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How a script names a file beside it. */
const besideItself =
  /^"?\$(?:\(\s*dirname\s+(?:--\s+)?"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?\s*\)|\{(?:0|BASH_SOURCE)%\/\*\})"?\/([\w./-]+)"?$/;

/** The path that a word names, itself or from the folder of the script at another path. */
function pathIn(word: ShellWord | undefined, script: string | undefined): string | undefined {
  const beside = besideItself.exec(word?.text ?? '')?.[1];
  if (beside === undefined || script === undefined) return word?.value;
  return joinPath(script.slice(0, script.lastIndexOf('/')), beside);
}
