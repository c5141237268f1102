import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, found, freshFolder, gone, open, write } from './support.ts';

describe('the files beside a Dockerfile', () => {
  afterEach(closeAll);

  it('have their say, and what they say now', async () => {
    const folder = freshFolder();
    const ignoreFile = vscode.Uri.joinPath(folder, '.dockerignore');
    await write(vscode.Uri.joinPath(folder, 'app.conf'), 'port = 80\n');
    await write(ignoreFile, '*.conf\n');
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nCOPY app.conf /etc/app.conf\n', folder);
    await found(document, 'copy-ignored-file');
    await write(ignoreFile, '*.log\n');
    await gone(document, 'copy-ignored-file');
  });
});
