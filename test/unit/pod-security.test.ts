import { describe, expect, it } from 'vitest';
import { Config } from '../../server/src/config/config.ts';
import { ConfigReader } from '../../server/src/config/config-file.ts';
import { podSecurityPresets } from '../../server/src/core/preset.ts';
import { controls, controlsOf } from '../../server/src/kubernetes/pod-security/controls.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';

/** What is said of a manifest where a level is enforced. */
function told(level: 'baseline' | 'restricted', version: string, text: string): readonly string[] {
  return new Judgement('manifest.yaml', text, preset(`pss-${level}`, version)).findings.map(({ message }) => message);
}

function pod(spec: object, container: object = {}, metadata: object = {}): string {
  const containers = [{ name: 'web', image: 'web:1.0', ...container }];
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', ...metadata },
    spec: { containers, ...spec },
  });
}

const restrictedContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const restrictedSpec = { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } };

describe('the controls', () => {
  it('are twelve of the baseline level and seven of the restricted one, with a rule each', () => {
    expect(controls.filter(({ level }) => level === 'baseline')).toHaveLength(12);
    expect(controls.filter(({ level }) => level === 'restricted')).toHaveLength(7);
    const ofRules = registry.rules.flatMap(({ meta }) => (meta.podSecurity ? [meta.podSecurity] : []));
    const ofControls = controls.map(({ level, name }) => ({ level, control: name }));
    const ordered = (list: readonly { level: string; control: string }[]) =>
      list.map(({ level, control }) => `${level} ${control}`).sort();
    expect(ordered(ofRules)).toEqual(ordered(ofControls));
  });

  it.each([
    [0, 11, 12],
    [8, 11, 13],
    [19, 11, 13],
    [22, 11, 13],
    [23, 11, 14],
    [34, 12, 15],
    [35, 12, 15],
    [37, 12, 15],
  ])('at 1.%i are %i for the baseline and %i for the restricted level', (version, baseline, restricted) => {
    expect(controlsOf('baseline', version)).toHaveLength(baseline);
    expect(controlsOf('restricted', version)).toHaveLength(restricted);
  });
});

describe('the presets', () => {
  it.each(podSecurityPresets)('%s has the rules of its level, and the one that tells what cannot be read', (name) => {
    const active = preset(name).rules.map(({ rule }) => rule.meta);
    expect(active.filter(({ podSecurity }) => podSecurity).length).toBe(name === 'pss-baseline' ? 12 : 19);
    expect(active.filter(({ podSecurity }) => !podSecurity).map(({ id }) => id)).toEqual(['manifest-syntax']);
  });

  it('do not pass what cannot be read', () => {
    const { findings } = new Judgement('a.yaml', 'apiVersion: v1\nkind: Pod\nspec: [\n', preset('pss-baseline'));
    expect(findings.map(({ rule }) => rule.id)).toContain('manifest-syntax');
  });

  it('name the field, the level and the control', () => {
    expect(told('baseline', '1.36', pod({ hostNetwork: true }))).toEqual([
      'Pod "web": hostNetwork is true, which breaks the baseline level (Host Namespaces): leave it out',
    ]);
    expect(
      told('restricted', '1.36', pod(restrictedSpec, { securityContext: { capabilities: { drop: ['ALL'] } } })),
    ).toEqual([
      'Container "web": securityContext.allowPrivilegeEscalation is not set, which breaks the restricted level (Privilege Escalation): set it to false',
    ]);
  });

  it('say errors, whatever the rule says otherwise, unless a severity is configured', () => {
    const text = pod({});
    const { findings } = new Judgement('a.yaml', text, preset('pss-restricted'));
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['error']));
    const file = new ConfigReader(registry).read(
      `${testRoot}/.seaworthy.yaml`,
      'extends: pss-restricted\nrules: {seccomp-profile: info, pin-image-tag: on}\n',
    );
    const settings = new Config(registry, [file], {}).settingsFor(`${testRoot}/a.yaml`);
    expect(settings.rules.length).toBe(21);
    const configured = new Judgement('a.yaml', text, settings).findings;
    expect(configured.find(({ rule }) => rule.id === 'seccomp-profile')?.severity).toBe('info');
  });

  it('do not say what belongs to the other level when a rule is switched on besides', () => {
    const file = new ConfigReader(registry).read(
      `${testRoot}/.seaworthy.yaml`,
      'extends: pss-baseline\nrules: {run-as-non-root: on}\n',
    );
    const settings = new Config(registry, [file], {}).settingsFor(`${testRoot}/a.yaml`);
    const [finding] = new Judgement('a.yaml', pod({}), settings).findings;
    expect(finding?.message).toContain('may run as root');
  });

  it('are not silenced by what is meant for other tools, but by our own comments', () => {
    const annotated = pod({ hostNetwork: true }, {}, { annotations: { 'kube-linter.io/ignore-all': 'yes' } });
    expect(told('baseline', '1.36', annotated)).toHaveLength(1);
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  # seaworthy-ignore-next-line no-host-namespaces: it measures the node\n  hostNetwork: true\n  containers: [{name: web, image: web}]\n';
    expect(told('baseline', '1.36', text)).toEqual([]);
  });

  it('offer fixes that lead to a pod that is admitted', async () => {
    const text = pod(
      { hostPID: true },
      { ports: [{ containerPort: 8080, hostPort: 80 }], securityContext: { privileged: true, procMount: 'Unmasked' } },
    );
    const fixed = await new Judgement('a.yaml', text, preset('pss-restricted')).fixed();
    expect(told('restricted', '1.36', fixed)).toEqual([]);
  });
});

describe('every kind of workload', () => {
  const template = (hostPID: boolean) => ({
    metadata: { labels: { app: 'web' } },
    spec: { hostPID, containers: [{ name: 'web', image: 'web:1.0' }] },
  });
  const selector = { matchLabels: { app: 'web' } };
  const kinds = [
    ['v1', 'Pod', (hostPID: boolean) => template(hostPID)],
    ['v1', 'PodTemplate', (hostPID: boolean) => ({ template: template(hostPID) })],
    ['v1', 'ReplicationController', (hostPID: boolean) => ({ spec: { template: template(hostPID) } })],
    ['apps/v1', 'ReplicaSet', (hostPID: boolean) => ({ spec: { selector, template: template(hostPID) } })],
    ['apps/v1', 'Deployment', (hostPID: boolean) => ({ spec: { selector, template: template(hostPID) } })],
    ['apps/v1', 'StatefulSet', (hostPID: boolean) => ({ spec: { selector, template: template(hostPID) } })],
    ['apps/v1', 'DaemonSet', (hostPID: boolean) => ({ spec: { selector, template: template(hostPID) } })],
    ['batch/v1', 'Job', (hostPID: boolean) => ({ spec: { template: template(hostPID) } })],
    [
      'batch/v1',
      'CronJob',
      (hostPID: boolean) => ({ spec: { schedule: '@daily', jobTemplate: { spec: { template: template(hostPID) } } } }),
    ],
  ] as const;

  it.each(kinds)('%s %s is judged by its template', (apiVersion, kind, make) => {
    const text = (hostPID: boolean) =>
      JSON.stringify({ apiVersion, kind, metadata: { name: 'web' }, ...make(hostPID) });
    expect(told('baseline', '1.36', text(false))).toEqual([]);
    expect(told('baseline', '1.36', text(true))).toHaveLength(1);
    expect(told('restricted', '1.36', text(false))).toHaveLength(4);
  });
});

describe('what depends on the version', () => {
  const windows = { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } };
  const ownRoot = (securityContext: object) => ({
    hostUsers: false,
    securityContext: { ...restrictedSpec.securityContext, ...securityContext },
  });
  const somaxconn = { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] } };
  const annotation = (name: string, value: string) => ({ annotations: { [name]: value } });

  it.each([
    ['Windows is exempt', 'restricted', '1.24', '1.25', pod(windows)],
    [
      'a user namespace makes up for root',
      'restricted',
      '1.34',
      '1.35',
      pod(ownRoot({ runAsNonRoot: false, runAsUser: 0 }), { securityContext: restrictedContext }),
    ],
    [
      'a user namespace allows all of /proc',
      'baseline',
      '1.34',
      '1.35',
      pod({ hostUsers: false }, { securityContext: { procMount: 'Unmasked' } }),
    ],
    ['more sysctls are safe', 'baseline', '1.31', '1.32', pod(somaxconn)],
    [
      'containers may build containers',
      'baseline',
      '1.30',
      '1.31',
      pod({ securityContext: { seLinuxOptions: { type: 'container_engine_t' } } }),
    ],
    [
      'seccomp is no annotation any more',
      'baseline',
      '1.18',
      '1.19',
      pod({}, {}, annotation('seccomp.security.alpha.kubernetes.io/pod', 'unconfined')),
    ],
  ] as const)('%s', (_, level, before, after, text) => {
    expect(told(level, before, text)).not.toEqual([]);
    expect(told(level, after, text)).toEqual([]);
  });

  it.each([
    ['set-user-ID files count', 'restricted', '1.7', '1.8', pod({ securityContext: { runAsNonRoot: true } })],
    [
      'user 0 counts',
      'restricted',
      '1.22',
      '1.23',
      pod(
        { securityContext: { ...restrictedSpec.securityContext, runAsUser: 0 } },
        { securityContext: restrictedContext },
      ),
    ],
    [
      'hosts of probes count',
      'baseline',
      '1.33',
      '1.34',
      pod({}, { livenessProbe: { tcpSocket: { host: 'db', port: 80 } } }),
    ],
  ] as const)('%s', (_, level, before, after, text) => {
    expect(told(level, before, text)).toEqual([]);
    expect(told(level, after, text)).not.toEqual([]);
  });

  it('takes a control of the restricted level for the one of the baseline that it replaces', () => {
    const text = pod(windows, { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } });
    expect(told('baseline', '1.36', text)).toHaveLength(1);
    expect(told('restricted', '1.36', text)).toEqual([]);
    expect(told('restricted', '1.21', text)).toHaveLength(3);
  });
});

describe('what is not known', () => {
  it('breaks nothing, as in a patch', () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      hostNetwork: true\n      containers:\n        - name: web\n          env: []\n';
    expect(told('baseline', '1.36', patch)).toHaveLength(1);
    expect(told('restricted', '1.36', patch)).toHaveLength(1);
    const withoutContainers = patch.slice(0, patch.indexOf('      containers:'));
    expect(told('restricted', '1.36', withoutContainers)).toHaveLength(1);
  });
});
