import { describe, expect, it } from 'vitest';
import oneProcess from '../../server/src/rules/container/one-process-per-container.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, only, preset } from '../support/judge.ts';

const recommended = preset('recommended');

function rulesIn(path: string, text: string): string[] {
  return [...new Set(new Judgement(path, text, recommended).findings.map(({ rule }) => rule.id))];
}

describe('in a Dockerfile', () => {
  it.each([
    ['ours, for the next line', '# seaworthy-ignore-next-line pin-base-image: a reason\nFROM alpine\n'],
    ['ours, for the file', 'FROM alpine\n# seaworthy-ignore-file pin-base-image\n'],
    ['ours, by the name of a peer', '# seaworthy-ignore-next-line hadolint/DL3006\nFROM alpine\n'],
    ['ours, by the name of a peer without its prefix', '# seaworthy-ignore-next-line dl3006: a reason\nFROM alpine\n'],
    ["ours, by all of a peer's names", '# seaworthy-ignore-next-line hadolint/*\nFROM alpine\n'],
    ["hadolint's", '# hadolint ignore=DL3006,DL3008\nFROM alpine\n'],
    ["hadolint's, with a reason", '# hadolint ignore=DL3006 # a reason\nFROM alpine\n'],
    ["hadolint's, for the file", '# hadolint global ignore=DL3006\nFROM alpine\n'],
    ["BuildKit's", '# check=skip=JSONArgsRecommended\nFROM alpine:3.24\nCMD sleep 1\n'],
    [
      "BuildKit's for one instruction",
      'FROM alpine:3.24\n# check=skip=JSONArgsRecommended // on purpose\nCMD sleep 1\n',
    ],
    ["BuildKit's for everything", '# check=skip=all;error=true\nFROM alpine:3.24\nCMD sleep 1\n'],
    ["trivy's", '#trivy:ignore:DS001\nFROM alpine\n'],
    ["checkov's", 'FROM alpine\n#checkov:skip=CKV_DOCKER_7:a reason\n'],
  ])('%s', (_, text) => {
    expect(rulesIn('Dockerfile', text).filter((id) => id !== 'non-root-user')).toEqual([]);
  });

  it('reaches over all lines of the instruction', () => {
    const text = 'FROM alpine:3.24\n# seaworthy-ignore-next-line clean-package-cache\nRUN true \\\n  && apk add curl\n';
    expect(rulesIn('Dockerfile', text)).toEqual([]);
  });

  it('reaches no further', () => {
    const text = '# seaworthy-ignore-next-line pin-base-image\nFROM alpine AS a\nFROM alpine\n';
    expect(new Judgement('Dockerfile', text, recommended).places).toEqual(['pin-base-image@3:6']);
  });

  it('is told when it suppresses nothing, or names no rule', () => {
    const text =
      '# seaworthy-ignore-next-line pin-base-image, clean-package-cache\nFROM alpine\n# seaworthy-ignore-file nonsense\n';
    const messages = new Judgement('Dockerfile', text, recommended).findings.map(({ message }) => message);
    expect(messages).toEqual([
      'Nothing here is suppressed by "clean-package-cache": remove it',
      '"nonsense" is the name of no rule, so that nothing is suppressed by it',
    ]);
  });

  it('is kept when its name is mistaken, and mended where it is plain which rule was meant', async () => {
    const text = (name: string) =>
      `FROM node:24\nUSER node\n# seaworthy-ignore-next-line ${name}: needs the shell\nCMD node $APP\n`;
    const fixed = (name: string) => new Judgement('Dockerfile', text(name), recommended).fixed(['safe', 'suggested']);
    expect(await fixed('DL3025')).toBe(text('DL3025'));
    expect(await fixed('exec-form-comand')).toBe(text('exec-form-command'));
    expect(await fixed('hadolint/DL302')).toContain('# seaworthy-ignore-next-line hadolint/DL302');
    expect(await fixed('elsewhere')).toContain('# seaworthy-ignore-next-line elsewhere: needs the shell\n');
  });

  it('does not hold a switched-off rule against anybody', () => {
    expect(rulesIn('Dockerfile', '# seaworthy-ignore-next-line pin-digest: later\nFROM alpine:3.24\n')).toEqual([]);
  });
});

describe('in a manifest', () => {
  const pod = (annotations: string, image: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n${annotations}spec:\n  containers:\n    - name: web\n${image}      resources: {limits: {cpu: 1, memory: 1Gi}}\n      securityContext: {runAsNonRoot: true}\n`;

  it.each([
    ['ours', '    a: b\n', '      # seaworthy-ignore-next-line pin-image-tag: a reason\n      image: nginx\n'],
    ["kube-linter's", '    ignore-check.kube-linter.io/latest-tag: a reason\n', '      image: nginx\n'],
    ["kube-linter's for everything", '    kube-linter.io/ignore-all: a reason\n', '      image: nginx\n'],
    ["kube-score's", '    kube-score/ignore: pod-probes, container-image-tag\n', '      image: nginx\n'],
    ["polaris'", '    polaris.fairwinds.com/tagNotSpecified-exempt: "true"\n', '      image: nginx\n'],
    ["polaris' for everything", '    polaris.fairwinds.com/exempt: "true"\n', '      image: nginx\n'],
    ["checkov's", '    checkov.io/skip1: CKV_K8S_14=a reason\n', '      image: nginx\n'],
    ["trivy's", '    a: b\n', '      image: nginx #trivy:ignore:KSV013\n'],
  ])('%s', (_, annotations, image) => {
    expect(rulesIn('pod.yaml', pod('    c: d\n', '      image: nginx\n'))).toEqual(['pin-image-tag']);
    expect(rulesIn('pod.yaml', pod(annotations, image))).toEqual([]);
  });

  it.each([
    ['a literal', '        - |\n          nginx &\n          node server.js\n'],
    ['quotes', '        - "nginx &\n          node server.js"\n'],
  ])('goes above a scalar of several lines in %s, and holds for all of it', (_, scalar) => {
    const head =
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      containers:\n';
    const container = '      - name: a\n        image: a:1\n        command: [sh, -c]\n        args:\n';
    const text = head + container + scalar;
    const settings = only(oneProcess);
    const judged = new Judgement('job.yaml', text, settings);
    const [finding] = judged.findings;
    if (!finding) throw new Error('nothing is found');
    const edit = judged.engine.suppressionEdit(judged.source, finding, 'next-line');
    const after = applyEdits(text, [edit]);
    expect(after).toBe(`${head + container}        # seaworthy-ignore-next-line one-process-per-container\n${scalar}`);
    expect(new Judgement('job.yaml', after, settings).findings).toEqual([]);
  });

  it('holds for its own document only, unless it is for the file', () => {
    const one = pod('    kube-linter.io/ignore-all: a reason\n', '      image: nginx\n');
    const two = pod('    c: d\n', '      image: nginx\n');
    expect(new Judgement('pod.yaml', `${one}---\n${two}`, recommended).places).toEqual(['pin-image-tag@23:14']);
    expect(
      new Judgement('pod.yaml', `${two}---\n# seaworthy-ignore-file pin-image-tag\n${two}`, recommended).places,
    ).toEqual([]);
  });
});
