import { describe, expect, it } from 'vitest';
import { fewAtOnce } from '../../server/src/core/few-at-once.ts';
import { Dockerfiles } from '../../server/src/workspace/dockerfiles.ts';
import { ImageLinks } from '../../server/src/workspace/image-links/image-links.ts';
import { Manifests } from '../../server/src/workspace/manifests/manifests.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** A host that takes a turn for each answer, and counts how many are waited for together. */
class CountingHost extends MemoryHost {
  most = 0;
  asked = 0;
  private waiting = 0;

  override readText(uri: string) {
    return this.counted(() => super.readText(uri));
  }

  override listFolder(uri: string) {
    return this.counted(() => super.listFolder(uri));
  }

  private async counted<T>(answer: () => Promise<T>): Promise<T> {
    this.asked++;
    this.most = Math.max(this.most, ++this.waiting);
    await new Promise((resolve) => setImmediate(resolve));
    this.waiting--;
    return answer();
  }
}

const files: Record<string, string> = {};
for (let at = 0; at < 100; at++) {
  files[`file:///w/app${at}/Dockerfile`] = 'FROM debian:13\n';
  files[`file:///w/app${at}/app.yaml`] = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app${at}\n`;
  files[`file:///w/app${at}/docker-compose.yaml`] = `services:\n  app:\n    build: .\n    image: acme/app${at}\n`;
  files[`file:///w/app${at}/kustomization.yaml`] = `images:\n  - name: app\n    newName: acme/app${at}\n`;
}

describe('what is read of a workspace', () => {
  it.each([
    ['its manifests', (host: MemoryHost) => Manifests.around('file:///w/app0/app.yaml', host)],
    ['its Dockerfiles', (host: MemoryHost) => Dockerfiles.around('file:///w/app0/Dockerfile', host)],
    [
      'its links from images to Dockerfiles',
      (host: MemoryHost) => ImageLinks.around('file:///w/app0/Dockerfile', host),
    ],
  ])('is read a few files at a time, so that an edit does not wait for many: %s', async (_, read) => {
    const host = new CountingHost(files);
    await read(host);
    expect(host.asked).toBeGreaterThan(200);
    // Each of the few may ask for two things together.
    expect(host.most).toBeLessThanOrEqual(16);
  });

  it('comes in the order in which it was asked for', async () => {
    const slowFirst = async (turns: number) => {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      return turns;
    };
    const asked = Array.from({ length: 20 }, (_, at) => 20 - at);
    expect(await fewAtOnce(asked, slowFirst)).toEqual(asked);
  });
});
