import type { z } from 'zod';
import type { Host } from '../core/host.ts';
import type { Engine } from '../engine/engine.ts';

/** What tools work with. */
export interface Workbench {
  readonly engine: Engine;
  readonly host: Host;
  /** The URIs of the folders whose files may be asked about, without a slash at the end. */
  readonly folders: readonly string[];
}

/** What a language model may call while it writes for somebody. No tool changes a file. */
export interface AgentTool<Input extends z.ZodObject = z.ZodObject> {
  /** What it is called by; the prefix tells whose it is among the tools of others. */
  readonly name: `seaworthy_${string}`;
  /** For people. */
  readonly title: string;
  /** For models: what it does, when to call it, what comes back. */
  readonly description: string;
  readonly input: Input;
  /** Answers in blocks of text. Throws `Unanswerable` when it cannot. */
  readonly run: (input: z.output<Input>, workbench: Workbench) => Promise<readonly string[]>;
}

/** Why a tool has no answer, in words that tell whoever called it what to do differently. */
export class Unanswerable extends Error {}

/** Writes down a tool; the type of what it takes is that of its schema. */
export function defineTool<Input extends z.ZodObject>(tool: AgentTool<Input>): AgentTool {
  return { ...tool, run: (input, workbench) => tool.run(tool.input.parse(input), workbench) };
}
