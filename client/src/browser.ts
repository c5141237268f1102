import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { Extension } from './extension.ts';

/** The library of types for workers comes with all of the DOM, which is not there for the rest of the client. */
declare class Worker {
  constructor(url: string);
  terminate(): void;
}

let extension: Extension | undefined;

/** Called by VS Code in a browser without a machine behind it, such as vscode.dev. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/browser/server.js').toString(true);
  let worker: Worker | undefined;
  const startWorker = async () => {
    // A server that was told to exit leaves its worker behind.
    worker?.terminate();
    worker = new Worker(script);
    return worker;
  };
  extension = new Extension(context, (id, name, options) => new LanguageClient(id, name, startWorker, options));
  await extension.start();
}

/** Called by VS Code when the window closes or the extension is switched off. */
export async function deactivate(): Promise<void> {
  await extension?.stop();
}
