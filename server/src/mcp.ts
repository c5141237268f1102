/** The entry point of the server for language models: loaded by the command line when it is asked for. */
export { serveTools } from './mcp/serve.ts';
