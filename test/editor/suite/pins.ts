import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { answerManifest, digestOfManifest } from '../../support/registry-server.ts';
import { after, afterEach, before, describe, it } from './mocha.ts';
import { actionsAt, closeAll, equal, eventually, open } from './support.ts';

describe('digests from a registry', () => {
  let asked = 0;
  const server = http.createServer((request, response) => {
    asked++;
    answerManifest(request, response);
  });
  let host: string;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  afterEach(closeAll);

  it('are offered at an image, and written when the offer is taken', async () => {
    const text = `FROM ${host}/node:24 AS build\nFROM ${host}/alpine:3\n`;
    const { document } = await open('Dockerfile', text);
    const title = `Pin ${host}/node:24 to its digest: asks ${host}`;
    const offer = await eventually('the offer', async () => {
      const { RefactorRewrite } = vscode.CodeActionKind;
      const actions = await actionsAt(document, new vscode.Range(0, 10, 0, 10), RefactorRewrite);
      return actions.find((action) => action.title === title);
    });
    equal(asked, 0);
    const { command = '', arguments: given = [] } = offer.command ?? {};
    await vscode.commands.executeCommand(command, ...given);
    equal(document.getText(), text.replace(':24 ', `:24@${digestOfManifest} `));
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), text);
  });

  it('are written for all images of a file by one command', async () => {
    const { document } = await open('Dockerfile', `FROM ${host}/node:24\nFROM ${host}/alpine:3\n`);
    // The server has the file only when its language is known to it.
    await eventually('the server', async () => {
      await vscode.commands.executeCommand('seaworthy.pinFile');
      return (
        document.getText() === `FROM ${host}/node:24@${digestOfManifest}\nFROM ${host}/alpine:3@${digestOfManifest}\n`
      );
    });
  });
});
