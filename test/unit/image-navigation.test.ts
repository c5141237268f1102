import { describe, expect, it } from 'vitest';
import { imageNavigation } from '../../server/src/ide/images.ts';
import { imageCompletion } from '../../server/src/ide/kubernetes/image-completion.ts';
import { Editing } from '../support/editing.ts';

const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
const files = {
  'compose.yaml':
    'services:\n  web:\n    image: ghcr.io/example/web:1.0\n    build: ./web\n  tool:\n    image: ghcr.io/example/tool:1.0\n    build: {context: ./web, target: tool}\n',
  'web/Dockerfile': 'FROM golang:1.25 AS tool\nRUN make\n\nFROM alpine:3.23\nCOPY --from=tool /a /a\nCMD ["/a"]\n',
  'k8s/web.yaml': pod('ghcr.io/example/web:1.0'),
  'k8s/tool.yaml': pod('ghcr.io/example/tool:1.0'),
};

describe('the image of a container', () => {
  it('leads to the stage of the Dockerfile that builds it', async () => {
    const from = (image: string) => new Editing({ ...files, 'k8s/web.yaml': pod(image) }).definitions(imageNavigation);
    expect(await from('ghcr.io/example/w‸eb:1.0')).toEqual(['web/Dockerfile:4 FROM alpine:3.23']);
    expect(await from('"ghcr.io/example/tool:1.0‸"')).toEqual(['web/Dockerfile:1 FROM golang:1.25 AS tool']);
    expect(await from('post‸gres:18')).toEqual([]);
  });

  it('is where the stage leads that is built for it', async () => {
    const back = (dockerfile: string) =>
      new Editing({ ...files, 'web/Dockerfile': dockerfile }).references(imageNavigation);
    const text = files['web/Dockerfile'];
    expect(await back(text.replace('alpine', 'alp‸ine'))).toEqual(['k8s/web.yaml:8 ghcr.io/example/web:1.0']);
    expect(await back(text.replace('AS tool', 'AS to‸ol'))).toEqual(['k8s/tool.yaml:8 ghcr.io/example/tool:1.0']);
    expect(await back(text.replace('RUN make', 'RUN ma‸ke'))).toEqual([]);
  });
});

describe('completion of images', () => {
  const suggested = async (image: string) => {
    const editing = new Editing({
      ...files,
      'k8s/db.yaml': pod('postgres:18 # the database'),
      'k8s/template.yaml': pod('"{{ .Values.image }}"'),
      'k8s/new.yaml': pod(image),
    });
    return (await editing.suggestions(imageCompletion)).map(({ label, detail }) => `${label} ${detail}`);
  };

  it('suggests what the workspace builds, and what it runs', async () => {
    expect(await suggested('‸')).toEqual([
      'ghcr.io/example/web:1.0 built from web/Dockerfile',
      'ghcr.io/example/tool:1.0 built from web/Dockerfile',
      'postgres:18 used in the workspace',
    ]);
  });

  it('takes the place of all that is written', async () => {
    const editing = new Editing({ ...files, 'k8s/new.yaml': pod("'ghcr.io/ex‸ample:2@sha256'") });
    expect(await editing.completed(imageCompletion, 'ghcr.io/example/web:1.0')).toBe(pod("'ghcr.io/example/web:1.0'"));
  });

  it('is silent elsewhere', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  image: ‸\n';
    expect(await new Editing({ 'a.yaml': text }).suggestions(imageCompletion)).toEqual([]);
  });
});
