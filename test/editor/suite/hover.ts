import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, found, hoverAt, open } from './support.ts';

describe('hovering', () => {
  afterEach(closeAll);

  it('over a finding explains its rule', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    await found(document, 'maintainer-is-a-label');
    const text = await hoverAt(document, new vscode.Position(1, 3));
    for (const part of ['maintainer-is-a-label', 'deprecated since Docker 1.13', 'hadolint/DL4000', 'Documentation']) {
      if (!text.includes(part)) throw new Error(`"${part}" is not in\n${text}`);
    }
  });

  it('elsewhere says nothing', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    await found(document, 'maintainer-is-a-label');
    equal(await hoverAt(document, new vscode.Position(2, 0)), '');
  });
});
