import { callTool } from '../../agent-tools/index.ts';
import type { Feature } from '../feature.ts';
import { agentToolRequest } from '../protocol.ts';

/** Answers what language models ask through the editor, of files as they stand in it. */
export const agentToolCalls: Feature = {
  serve({ connection, documents, engine, workspace }) {
    connection.onRequest(agentToolRequest, ({ name, input }) => {
      const shared = engine.sharedHost;
      // What is remembered of a document that somebody types in is renewed when they pause.
      const readText = async (uri: string) => documents.get(uri)?.text.getText() ?? shared.readText(uri);
      return callTool(name, input, { engine, host: { ...shared, readText }, folders: workspace.folderUris });
    });
  },
};
