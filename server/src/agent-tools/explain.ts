import { z } from 'zod';
import { rulePage } from '../documentation/rule-page.ts';
import { registry } from '../rules/index.ts';
import { defineTool, Unanswerable } from './agent-tool.ts';

/** The page of a rule. */
export const explainTool = defineTool({
  name: 'seaworthy_explain',
  title: 'Explain a rule',
  description:
    "Explains a rule of Seaworthy: what it asks for, why it matters, examples of bad and good files, how to configure it. Takes the id that stands in brackets in a finding, or another tool's name for the same thing, such as DL3006, CKV_K8S_20 or KSV001.",
  input: z.object({
    rule: z.string().describe('The id of the rule, such as "pin-base-image", or another tool\'s name for it.'),
  }),
  async run({ rule }) {
    const found = registry.lookUp(rule);
    if (found.length === 0) throw new Unanswerable(`There is no rule "${rule}".`);
    return found.map(rulePage);
  },
});
