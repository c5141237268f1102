import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { Extension } from './extension.ts';

type Port = ConstructorParameters<typeof BrowserMessageReader>[0];

/** The library of types for workers comes with all of the DOM, which is not there for the rest of the client. */
declare class Worker {
  constructor(address: string);
  terminate(): void;
}

let extension: Extension | undefined;

/** Called by VS Code in a browser without a machine behind it, such as vscode.dev. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/browser/server.js').toString(true);
  let running: Worker | undefined;
  const startServer = async (): Promise<MessageTransports> => {
    // A server that was told to exit leaves its worker behind.
    running?.terminate();
    running = await workerOf(script);
    const port = running as unknown as Port;
    // The client would make these itself of a worker, but does not know a worker for what it is: VS Code has put a
    // class of its own in the place of the one it compares with.
    return { reader: new BrowserMessageReader(port), writer: new BrowserMessageWriter(port) };
  };
  extension = new Extension(context, (id, name, options) => new LanguageClient(id, name, startServer, options));
  await extension.start();
}

/** Called by VS Code when the window closes or the extension is switched off. */
export async function deactivate(): Promise<void> {
  await extension?.stop();
}

/** Starts a script in a worker. Extensions may lie where no worker can be started from, but all can be fetched. */
async function workerOf(script: string): Promise<Worker> {
  const response = await fetch(script);
  if (!response.ok) throw new Error(`${script}: ${response.status} ${response.statusText}`);
  return new Worker(URL.createObjectURL(await response.blob()));
}
