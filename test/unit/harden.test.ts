import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { harden } from '../../server/src/kubernetes/pod-security/harden.ts';
import { standingOf, stepsOf } from '../../server/src/kubernetes/pod-security/pod-security.ts';
import { registry } from '../../server/src/rules/index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { EditedText } from '../../server/src/text/edited-text.ts';

const version = 36;

/** The text with its first pod hardened, or why not. */
function hardened(text: string): string {
  const manifest = new Manifest(text);
  const [pod] = manifest.pods;
  if (!pod) return text;
  const built = harden(manifest, pod, version);
  return built instanceof Refusal ? built.reason : applyEdits(text, built);
}

const pod = (spec: string, container: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers:\n    - name: web # the only one\n      image: web:1.0\n${container}`;

describe('hardening', () => {
  it('sets for the pod what is inherited, and the rest for each container', () => {
    const text = `${pod('', '')}    - {name: log, image: log:1.0}\n`;
    expect(hardened(text)).toBe(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web # the only one\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop:\n            - ALL\n        allowPrivilegeEscalation: false\n    - {name: log, image: log:1.0, securityContext: {capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}}\n',
    );
  });

  it('takes away what the level forbids, and leaves line breaks as they are', () => {
    const text = pod(
      '  hostNetwork: true\n  dnsPolicy: Default\n',
      '      ports:\n        - containerPort: 8080\n          hostPort: 80\n      securityContext:\n        privileged: true\n        capabilities:\n          add: [SYS_ADMIN]\n',
    ).replaceAll('\n', '\r\n');
    expect(hardened(text).replaceAll('\r\n', '\n')).toBe(
      pod(
        '  securityContext:\n    runAsNonRoot: true\n    seccompProfile:\n      type: RuntimeDefault\n  dnsPolicy: Default\n',
        '      ports:\n        - containerPort: 8080\n      securityContext:\n        privileged: false\n        capabilities:\n          drop:\n            - ALL\n        allowPrivilegeEscalation: false\n',
      ),
    );
    expect(hardened(text).replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each([
    [
      'volumes:\n    - name: logs\n      hostPath: {path: /var/log}\n',
      'Volume Types: Where the data should lie instead',
    ],
    ['securityContext: {runAsUser: 0}\n', 'Running as Non-root user: The manifest asks for root'],
  ])('refuses where more has to be known: %j', (spec, reason) => {
    expect(hardened(pod(`  ${spec}`, ''))).toContain(reason);
  });

  it('leads to the restricted level, or says why not, for every example there is', () => {
    const texts = registry.rules.flatMap(({ meta }) =>
      meta.examples.flatMap((example) => ('good' in example ? [example.good] : [example.bad, example.fixed ?? ''])),
    );
    let count = 0;
    for (const text of texts.filter((one) => one.includes('kind:'))) {
      const manifest = new Manifest(text);
      for (const [index, one] of manifest.pods.entries()) {
        const built = harden(manifest, one, version);
        if (built instanceof Refusal) expect(built.reason).toMatch(/^[A-Z/].*\.$/);
        else {
          const after = new Manifest(applyEdits(text, built));
          const again = after.pods[index];
          expect(again && harden(after, again, version)).toEqual([]);
          if (again && !again.resource.isPartial) expect(standingOf(again, version)?.level).toBe('restricted');
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(300);
  });
});

describe('the standing of a workload', () => {
  it.each([
    ['  hostPID: true\n', '', 'privileged', 1],
    ['', '', 'baseline', 4],
    ['  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n', '', 'baseline', 2],
  ])('is its level, and the steps to the next one: %j', (spec, container, level, steps) => {
    const [one] = new Manifest(pod(spec, container)).pods;
    const standing = one && standingOf(one, version);
    expect(standing?.level).toBe(level);
    expect(standing && stepsOf(standing)).toBe(steps);
  });
});

describe('a text that is edited in steps', () => {
  it('is what the edits to its source make of it', () => {
    const source = 'one two three four';
    const edited = new EditedText(source);
    let expected = source;
    const steps = [
      [{ span: { start: 4, end: 7 }, newText: 'zwei' }],
      [
        { span: { start: 0, end: 0 }, newText: '>' },
        { span: { start: 18, end: 19 }, newText: '' },
        { span: { start: 0, end: 0 }, newText: '!' },
      ],
      [{ span: { start: 3, end: 9 }, newText: '' }],
      [{ span: { start: 6, end: 6 }, newText: 'x' }],
    ];
    for (const edits of steps) {
      edited.apply(edits);
      expected = applyEdits(expected, edits);
      expect(edited.text).toBe(expected);
      expect(applyEdits(source, edited.edits)).toBe(expected);
    }
  });
});
