import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import {
  closeAll,
  equal,
  eventually,
  found,
  freshFolder,
  gone,
  hoverAt,
  numbers,
  offered,
  open,
  write,
} from './support.ts';

const dockerfile = 'FROM node:24\nCOPY server.js /\nEXPOSE 8080\nUSER 1000\nCMD ["node", "/server.js"]\n';
const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: shop\n      context: .\n';
const pod = (port: number) => `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop
      ports:
        - containerPort: ${port} # where it is reached
`;

describe('a container and the image that it runs', () => {
  afterEach(closeAll);

  it('are compared: the finding leads to the Dockerfile, and the light bulb mends the manifest', async () => {
    const folder = freshFolder();
    const image = vscode.Uri.joinPath(folder, 'Dockerfile');
    await write(image, dockerfile);
    await write(vscode.Uri.joinPath(folder, 'skaffold.yaml'), skaffold);
    const editor = await open('pod.yaml', pod(80), folder);
    const finding = await found(editor.document, 'exposed-port-matches');
    equal(numbers(finding.range), [9, 25, 9, 27]);
    equal(
      finding.relatedInformation?.map(({ location: { uri, range } }) => [uri.toString(), range.start.line]),
      [[image.toString(), 2]],
    );
    const [fix] = await offered(editor.document, finding);
    equal(fix?.title, 'Write the port of the image');
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await vscode.commands.executeCommand('editor.action.quickFix');
    await eventually('the menu to take the choice', async () => {
      await vscode.commands.executeCommand('acceptSelectedCodeAction');
      return editor.document.getText() !== pod(80);
    });
    equal(editor.document.getText(), pod(8080));
    await gone(editor.document, 'exposed-port-matches');
    await write(image, dockerfile.replace('8080', '3000'));
    await found(editor.document, 'exposed-port-matches');
  });

  it('are told of at the image: who builds it, and what the container runs, followed into its script', async () => {
    const folder = freshFolder();
    const file = (name: string) => vscode.Uri.joinPath(folder, name);
    await write(file('Dockerfile'), 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n');
    await write(file('start.sh'), '#!/bin/sh\nmailer &\nexec server\n');
    await write(file('skaffold.yaml'), skaffold);
    const { document } = await open('pod.yaml', pod(80), folder);
    const text = await eventually('what the container runs', async () => {
      const told = await hoverAt(document, new vscode.Position(7, 16));
      return told.includes('What the container runs') && told;
    });
    const [, processes = ''] = text.split('**What the container runs**');
    equal(processes.trim().split('\n'), [
      `- PID 1: \`/start.sh\` ([Dockerfile:3](${file('Dockerfile')}#L3))`,
      `  - \`mailer\`, in the background ([start.sh:2](${file('start.sh')}#L2))`,
      `  - \`server\`, takes the place of the shell ([start.sh:3](${file('start.sh')}#L3))`,
    ]);
    if (!text.includes('**Built by**')) throw new Error(text);
  });
});
