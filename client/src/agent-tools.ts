import {
  type Disposable,
  LanguageModelTextPart,
  type LanguageModelTool,
  LanguageModelToolResult,
  lm,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { agentToolRequest } from '../../server/src/lsp/protocol.ts';

/** The setting without which no model sees a tool. */
const setting = 'languageModelTools.enable';

/** Offers the tools of the server to language models, as long as the setting says so; `names` are those of package.json. */
export function offerAgentTools(names: readonly string[], client: () => BaseLanguageClient | undefined): Disposable {
  let offered: readonly Disposable[] = [];
  const withdraw = () => {
    for (const one of offered) one.dispose();
    offered = [];
  };
  const update = () => {
    const isWanted = workspace.getConfiguration('seaworthy').get<boolean>(setting) === true;
    if (isWanted === offered.length > 0) return;
    if (isWanted) offered = names.map((name) => lm.registerTool(name, toolOf(name, client)));
    else withdraw();
  };
  update();
  const listening = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`seaworthy.${setting}`)) update();
  });
  return {
    dispose() {
      listening.dispose();
      withdraw();
    },
  };
}

function toolOf(name: string, client: () => BaseLanguageClient | undefined): LanguageModelTool<object> {
  return {
    async invoke({ input }, token) {
      const current = client();
      // What fails is told to the model by the editor.
      if (!current) throw new Error('The language server of Seaworthy is not running.');
      const { blocks, isError } = await current.sendRequest(agentToolRequest, { name, input }, token);
      if (isError) throw new Error(blocks.join('\n'));
      return new LanguageModelToolResult(blocks.map((block) => new LanguageModelTextPart(block)));
    },
  };
}
