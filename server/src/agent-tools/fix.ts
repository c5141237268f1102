import { z } from 'zod';
import { presets } from '../core/preset.ts';
import { defineTool } from './agent-tool.ts';
import { describeFindings } from './describe-findings.ts';
import { findingsIn, Subjects } from './subject.ts';

/** The text of a file after its fixes; nothing is written. */
export const fixTool = defineTool({
  name: 'seaworthy_fix',
  title: 'Fix a Dockerfile or Kubernetes manifest',
  description:
    'Computes the fixes of what seaworthy_lint finds in a Dockerfile or a Kubernetes manifest, with minimal edits that leave comments and layout alone. Writes nothing: it answers with the fixed text, for you to write, and with what is left to be decided by somebody. Fixes in other files are not made.',
  input: z.object({
    path: z.string().describe('The file, relative to the workspace. The name decides what kind of file it is.'),
    text: z.string().optional().describe('What the file is to say, when that is not what it says on the disk.'),
    suggested: z
      .boolean()
      .default(false)
      .describe(
        'Whether to make not only the fixes that keep the meaning of the file, but also those that are nearly always right.',
      ),
    preset: z.enum(presets).optional().describe('Which rules speak, as for seaworthy_lint.'),
  }),
  async run({ path, text, suggested, preset }, bench) {
    const { engine } = bench;
    const subject = await new Subjects(bench, preset).one({ path, text });
    const { source, settings } = subject;
    const fixed = await engine.fixAll(source, settings, suggested ? ['safe', 'suggested'] : ['safe']);
    const after = { ...subject, source: engine.read(source.uri, source.language, fixed.text, source) };
    const left = describeFindings(after, await findingsIn(after, bench));
    if (fixed.text === source.text) return [`Nothing was fixed.\n${left}`];
    const made = fixed.applied.map(({ rule, title }) => `[${rule}] ${title}`);
    return [`Fixed:\n${made.join('\n')}\n\nLeft:\n${left}\n\nThe fixed text follows.`, fixed.text];
  },
});
