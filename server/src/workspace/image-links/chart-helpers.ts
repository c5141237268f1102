import { findActions, type TemplateAction } from '../../go-template/actions.ts';
import { readExpression } from '../../go-template/expression.ts';
import { Template } from './template.ts';

/** What named templates may write, by name: one text for each way through their conditions, with actions as variables. */
export type ChartHelpers = ReadonlyMap<string, readonly Template[]>;

/** More ways through the conditions of a helper than these are not followed: what names an image has few. */
const mostWays = 8;

/** Larger helpers, in UTF-16 units, name no image. */
const longest = 4_000;

/** Reads the named templates of a text of a chart (helm.sh/docs/chart_template_guide/named_templates). */
export function helpersIn(text: string): ChartHelpers {
  const actions = findActions(text);
  const helpers = new Map<string, readonly Template[]>();
  for (const [at, action] of actions.entries()) {
    if (action.kind !== 'open') continue;
    const { keyword, name } = readExpression(text, action.span);
    if (keyword !== 'define' || !name) continue;
    const { ways, end } = new HelperReader(text, actions, at + 1).body();
    const length = (actions[end]?.span.start ?? text.length) - action.span.end;
    if (length <= longest && ways.length > 0) helpers.set(name.value, ways);
  }
  return helpers;
}

/** Follows the body of a helper action by action. */
class HelperReader {
  private readonly text: string;
  private readonly actions: readonly TemplateAction[];
  private readonly variables = new Map<string, string>();
  private at: number;

  constructor(text: string, actions: readonly TemplateAction[], at: number) {
    this.text = text;
    this.actions = actions;
    this.at = at;
  }

  /** All that may be written up to the `end` that closes it; nothing when there are too many ways. */
  body(): { readonly ways: readonly Template[]; readonly end: number } {
    const ways = this.sequence();
    return { ways: ways.length > mostWays ? [] : ways, end: this.at };
  }

  /** What is written up to the next `else` or `end` that is none of something opened here. */
  private sequence(): readonly Template[] {
    let ways: readonly Template[] = [Template.literal('')];
    const write = (next: readonly Template[]) => {
      if (ways.length <= mostWays) ways = ways.flatMap((way) => next.map((one) => way.with(one)));
    };
    for (; this.at < this.actions.length; this.at++) {
      const action = this.actions[this.at] as TemplateAction;
      // Whatever an image is called, there are no blanks in it: those are the layout of the helper.
      write([Template.literal(this.textBefore(this.at))]);
      if (action.kind === 'middle' || action.kind === 'end') break;
      if (action.kind === 'open') write(this.branches());
      else if (action.kind === 'value') write([new Template([{ name: this.expressionOf(action) }])]);
      else this.remember(action);
    }
    return ways;
  }

  /** Each branch of what is opened here; nothing as well, where there is no `else` of its own. */
  private branches(): readonly Template[] {
    const ways: Template[] = [];
    let hasElse = false;
    for (let next: TemplateAction | undefined = this.actions[this.at]; next; next = this.actions[this.at]) {
      if (next.kind === 'end') break;
      const { keyword, elseKeyword } = readExpression(this.text, next.span);
      hasElse ||= keyword === 'else' && elseKeyword === undefined;
      this.at++;
      ways.push(...this.sequence());
    }
    return hasElse ? ways : [...ways, Template.literal('')];
  }

  private textBefore(at: number): string {
    const start = this.actions[at - 1]?.span.end ?? 0;
    return this.text.slice(start, this.actions[at]?.span.start).replace(/\s+/g, '');
  }

  /** What stands in an action, the variables that are set before it put in. */
  private expressionOf({ span }: TemplateAction): string {
    const inner = this.text.slice(span.start + 2, span.end - 2).replace(/^-\s|\s-$/g, '');
    return inner.trim().replace(/\$(\w+)/g, (written, name) => this.variables.get(name) ?? written);
  }

  private remember(action: TemplateAction): void {
    const [, name, value] = /^\$(\w+)\s*:?=\s*(.+)$/s.exec(this.expressionOf(action)) ?? [];
    if (name !== undefined && value !== undefined && value.length < longest) this.variables.set(name, `(${value})`);
  }
}
