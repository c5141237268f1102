import { z } from 'zod';
import { presets } from '../core/preset.ts';
import { workspaceFiles } from '../workspace/workspace-files.ts';
import { defineTool, Unanswerable, type Workbench } from './agent-tool.ts';
import { describeFindings } from './describe-findings.ts';
import { locate } from './locate.ts';
import { findingsIn, pathIn, type Subject, Subjects } from './subject.ts';

/** In larger folders it has to be said which part is meant. */
const mostFiles = 200;

/** Judges a file, a text that is yet to be written, or a folder. */
export const lintTool = defineTool({
  name: 'seaworthy_lint',
  title: 'Check Dockerfiles and Kubernetes manifests',
  description:
    'Checks a Dockerfile or a Kubernetes manifest as a senior reviewer would: builds that fail or are slow, images that are unsafe or too large, pods that are refused or insecure, references to nothing, contradictions between an image and the pod that runs it. Call it after writing or changing such a file, and before showing it: with "text" it judges what the file is to say, without writing it. Without "text" it reads the file; a folder is checked with all that is in it. Answers with one line for each finding (line:column, severity, [rule], message) and the fixes there are, or that nothing was found.',
  input: z.object({
    path: z
      .string()
      .describe('The file or folder, relative to the workspace. The name decides what kind of file it is.'),
    text: z.string().optional().describe('What the file is to say, when that is not what it says on the disk.'),
    preset: z
      .enum(presets)
      .optional()
      .describe(
        'Which rules speak: "recommended" unless the workspace is configured otherwise; "strict" for production.',
      ),
  }),
  async run({ path, text, preset }, bench) {
    const subjects = new Subjects(bench, preset);
    if (text !== undefined) return [await judge(await subjects.one({ path, text }), bench)];
    for (const uri of locate(path, bench.folders)) {
      if (await bench.host.listFolder(uri)) return lintFolder(uri, subjects, bench);
    }
    return [await judge(await subjects.one({ path }), bench)];
  },
});

async function judge(subject: Subject, bench: Workbench): Promise<string> {
  return describeFindings(subject, await findingsIn(subject, bench));
}

async function lintFolder(folder: string, subjects: Subjects, bench: Workbench): Promise<readonly string[]> {
  const { dockerfiles, yamlFiles } = await workspaceFiles(folder, bench.engine.sharedHost);
  const files = [...dockerfiles, ...yamlFiles];
  const name = pathIn(bench.folders, folder);
  if (files.length > mostFiles)
    throw new Unanswerable(`${name} holds ${files.length} files: ask about a folder in it with ${mostFiles} at most.`);
  const told: string[] = [];
  let judged = 0;
  for (const uri of files) {
    const text = await bench.host.readText(uri);
    const subject = text === undefined ? undefined : await subjects.read(uri, text);
    if (!subject || subject instanceof Unanswerable || subject.source.units.length === 0) continue;
    judged++;
    const findings = await findingsIn(subject, bench);
    if (findings.length > 0) told.push(describeFindings(subject, findings));
  }
  const count = judged === 1 ? '1 file' : `${judged} files`;
  return [`${name}: ${count} checked, findings in ${told.length}.`, ...told];
}
