import { z } from 'zod';
import { type AgentTool, Unanswerable, type Workbench } from './agent-tool.ts';
import { explainTool } from './explain.ts';
import { fixTool } from './fix.ts';
import { lintTool } from './lint.ts';

/** The tools that language models are offered, where somebody wants that. */
export const agentTools: readonly AgentTool[] = [lintTool, explainTool, fixTool];

/** What a tool answered. */
export interface ToolAnswer {
  readonly blocks: readonly string[];
  /** Whether the blocks say why there is no answer. */
  readonly isError: boolean;
}

/** Calls a tool with what a model made up for it. Never throws for what the model got wrong: it is told. */
export async function callTool(name: string, input: unknown, workbench: Workbench): Promise<ToolAnswer> {
  const tool = agentTools.find((one) => one.name === name);
  if (!tool) return refusal(`There is no tool "${name}".`);
  const given = tool.input.safeParse(input ?? {});
  if (!given.success) return refusal(z.prettifyError(given.error));
  try {
    return { blocks: await tool.run(given.data, workbench), isError: false };
  } catch (error) {
    if (error instanceof Unanswerable) return refusal(error.message);
    throw error;
  }
}

/** The JSON Schema of what a tool takes. */
export function inputSchemaOf({ input }: AgentTool): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return schema;
}

function refusal(reason: string): ToolAnswer {
  return { blocks: [reason], isError: true };
}
