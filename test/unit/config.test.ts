import { describe, expect, it } from 'vitest';
import { ConfigLoader } from '../../server/src/config/config-loader.ts';
import { registry } from '../../server/src/rules/index.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { MemoryHost } from '../support/memory-host.ts';

const root = 'file:///w';

/** Loads what holds for a folder of a workspace that is given as files by path. */
async function load(files: Readonly<Record<string, string>>, folder = root, demands = {}) {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
  );
  return new ConfigLoader(host, registry, demands).forFolder(folder, root);
}

/** How a rule is set for a file: its severity, `on`, or `off`. */
async function set(
  files: Readonly<Record<string, string>>,
  rule: string,
  path = 'Dockerfile',
  demands = {},
): Promise<string> {
  const { config } = await load(files, `${root}/${path}`.slice(0, `${root}/${path}`.lastIndexOf('/')), demands);
  const active = config.settingsFor(`${root}/${path}`).rules.find((one) => one.rule.meta.id === rule);
  return active ? (active.severity ?? 'on') : 'off';
}

describe('a configuration', () => {
  it('is the nearest one up the tree', async () => {
    const files = {
      '.seaworthy.yaml': 'rules: {pin-base-image: off}',
      'a/.seaworthy.yml': 'rules: {pin-base-image: error}',
    };
    expect(await set(files, 'pin-base-image')).toBe('off');
    expect(await set(files, 'pin-base-image', 'a/b/Dockerfile')).toBe('error');
  });

  it('chooses a preset, over which the command line has the last word', async () => {
    expect(await set({}, 'pin-digest')).toBe('off');
    expect(await set({ '.seaworthy.yaml': 'extends: strict' }, 'pin-digest')).toBe('on');
    expect(
      await set({ '.seaworthy.yaml': 'extends: strict' }, 'pin-digest', 'Dockerfile', { preset: 'recommended' }),
    ).toBe('off');
  });

  it('builds upon other files, whose settings it overrides', async () => {
    const files = {
      'base.yaml': 'extends: strict\nrules: {pin-base-image: off, exec-form-command: hint}',
      '.seaworthy.yaml': 'extends: ./base.yaml\nrules: {pin-base-image: info}',
    };
    expect(await set(files, 'pin-base-image')).toBe('info');
    expect(await set(files, 'exec-form-command')).toBe('hint');
    expect(await set(files, 'pin-digest')).toBe('on');
  });

  it('has overrides for some files and ignores others', async () => {
    const files = {
      '.seaworthy.yaml':
        'overrides: [{files: "legacy/**", rules: {pin-base-image: off}}]\nignore: [vendor, "*.tmp.yaml"]',
    };
    expect(await set(files, 'pin-base-image', 'legacy/x/Dockerfile')).toBe('off');
    expect(await set(files, 'pin-base-image', 'new/Dockerfile')).toBe('on');
    const { config } = await load(files);
    expect(config.ignores(`${root}/vendor/a/Dockerfile`)).toBe(true);
    expect(config.ignores(`${root}/deep/x.tmp.yaml`)).toBe(true);
    expect(config.ignores(`${root}/src/Dockerfile`)).toBe(false);
  });

  it('gives options, completed with their defaults', async () => {
    const { config } = await load({ '.seaworthy.yaml': 'rules:\n  resource-limits:\n    cpuLimit: forbid\n' });
    const active = config.settingsFor(`${root}/a.yaml`).rules.find(({ rule }) => rule.meta.id === 'resource-limits');
    expect(active?.options).toEqual({ cpuLimit: 'forbid', memoryLimit: 'require', cpu: '300m', memory: '200Mi' });
  });

  it('gives files that share their settings the same object', async () => {
    const { config } = await load({ '.seaworthy.yaml': 'overrides: [{files: a, rules: {pin-base-image: off}}]' });
    expect(config.settingsFor(`${root}/b`)).toBe(config.settingsFor(`${root}/c`));
    expect(config.settingsFor(`${root}/a`)).not.toBe(config.settingsFor(`${root}/b`));
  });

  it.each([
    ['rules:\n  pin-base-imgae: off\n', '2:3 There is no rule "pin-base-imgae": did you mean "pin-base-image"?'],
    ['rules:\n  DL3006: off\n', '2:3 There is no rule "DL3006": did you mean "pin-base-image"?'],
    ['rule: {}\n', '1:1 There is no setting "rule": did you mean "rules"?'],
    ['kubernetesVersion: 1.36\n', '1:20 kubernetesVersion: expected string, received number'],
    [
      'rules:\n  resource-limits:\n    cpuLimit: maybe\n',
      '3:15 rules.resource-limits.cpuLimit: expected one of "require"|"ignore"|"forbid"',
    ],
    ['rules:\n  resource-limits:\n    gpu: 1\n', '3:5 There is no setting "gpu"'],
    ['extends: ./none.yaml\n', '1:10 extends: there is no preset and no file "./none.yaml"'],
    ['extends: ../../etc/passwd\n', '1:10 extends: the file lies outside the workspace and is not read'],
    ['extends: .seaworthy.yaml\n', '1:10 extends: the files build upon one another in a circle'],
    ['rules: [\n', '2:1 Before this line a bracket is not closed'],
  ])('with a mistake, %j, says where and what', async (text, expected) => {
    const { files } = await load({ '.seaworthy.yaml': text });
    const told = files.flatMap((file) =>
      file.problems.map(({ message, span }) => {
        const { line, character } = new LineMap(file.text).positionAt(span.start);
        return `${line + 1}:${character + 1} ${message}`;
      }),
    );
    expect(told).toEqual([expected]);
  });

  it('with a mistake still does what the rest of it says', async () => {
    expect(await set({ '.seaworthy.yaml': 'rules:\n  nonsense: off\n  pin-base-image: off\n' }, 'pin-base-image')).toBe(
      'off',
    );
  });
});
