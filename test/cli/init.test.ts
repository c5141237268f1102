import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();

const go = {
  'go.mod': 'module example.com/shop\n\ngo 1.26\n',
  'go.sum': '',
  'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":9000", nil) }\n',
};

it('writes what makes an image of a folder, and says why it is so', () => {
  desk.write(go);
  const { status, stdout, stderr } = desk.seaworthy(['init']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Go \(go\.mod: module is example\.com\/shop\)\n/);
  expect(stdout).toMatch(/release of Go +1\.26 +go\.mod: it says go 1\.26\n/);
  expect(stdout).toMatch(/port that is listened on +9000 +main\.go: ListenAndServe\(":9000"\n/);
  expect(stdout).toMatch(/\nwrote Dockerfile\nwrote \.dockerignore\n$/);
  expect(desk.read('Dockerfile')).toContain('EXPOSE 9000\n');
  const { status: clean } = desk.seaworthy(['lint', '--preset', 'strict', '--fail-on', 'info'], {});
  expect(clean).toBe(1);
  const { stdout: found } = desk.seaworthy(['lint', '--preset', 'strict', '--format', 'json']);
  const rules = JSON.parse(found).files.flatMap((file: { findings: { rule: string }[] }) => file.findings);
  expect(new Set(rules.map(({ rule }: { rule: string }) => rule))).toEqual(new Set(['pin-digest']));
});

it('never writes over a file, nor through a link', () => {
  desk.write({ ...go, Dockerfile: 'FROM scratch\n' });
  mkdirSync(path.join(desk.folder, 'k8s'));
  symlinkSync(path.join(desk.folder, 'elsewhere.yaml'), path.join(desk.folder, 'k8s/service.yaml'));
  const { status, stdout } = desk.seaworthy(['init', '--kubernetes']);
  expect(status).toBe(0);
  expect(stdout).toContain('wrote .dockerignore\nwrote k8s/deployment.yaml\n');
  expect(stdout).toContain('left Dockerfile as it is\n');
  expect(desk.read('Dockerfile')).toBe('FROM scratch\n');
  expect(existsSync(path.join(desk.folder, 'elsewhere.yaml'))).toBe(false);
  const again = desk.seaworthy(['init', '--kubernetes']);
  expect([again.status, again.stdout.includes('wrote')]).toEqual([0, false]);
});

it('prints instead of writing', () => {
  desk.write({ 'api/go.mod': 'module api\n', 'api/main.go': 'package main\n' });
  const { status, stdout } = desk.seaworthy(['init', '--dry-run', 'api']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n--- api\/Dockerfile\n# syntax=docker\/dockerfile:1\n/);
  expect(stdout).toContain('\n--- api/.dockerignore\n');
  expect(existsSync(path.join(desk.folder, 'api/Dockerfile'))).toBe(false);
});

it('writes manifests for the image of a Dockerfile', () => {
  desk.write({ 'docker/Dockerfile': 'FROM debian:13\nUSER 65532\nEXPOSE 9000\nCMD ["/server"]\n' });
  const image = 'ghcr.io/acme/shop:2.0';
  const { status, stdout } = desk.seaworthy(['init', 'docker/Dockerfile', '--image', image]);
  expect(status).toBe(0);
  expect(stdout).toContain('wrote docker/k8s/deployment.yaml\n');
  expect(desk.read('docker/k8s/deployment.yaml')).toContain(`image: ${image}\n`);
  expect(desk.read('docker/k8s/deployment.yaml')).toContain('containerPort: 9000\n');
});

it.each([
  [['init'], /^seaworthy: \.: Nothing in the folder says how a program is built or started\. .*api \(Go\)\n$/],
  [['init', 'missing'], /^seaworthy: missing: there is no such file or folder\n$/],
  [['init', 'api/go.mod'], /^seaworthy: api\/go\.mod: This is no Dockerfile\n$/],
  [['init', 'api', '--language', 'cobol'], /'cobol' is invalid/],
  [['init', 'api', '--language', 'php'], /^seaworthy: api: The folder holds no project of php, but Go\n$/],
  [['init', 'api', '--image', 'not an image: {}'], /not an image/],
])('refuses %j with one line', (args, complaint) => {
  desk.write({ 'api/go.mod': 'module api\n', 'api/main.go': 'package main\n' });
  const { status, stdout, stderr } = desk.seaworthy(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(complaint);
  expect(existsSync(path.join(desk.folder, 'api/Dockerfile'))).toBe(false);
});

it('says which file cannot be written', () => {
  desk.write({ ...go, k8s: 'a file, where a folder would have to be' });
  const { status, stderr } = desk.seaworthy(['init', '--kubernetes']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^seaworthy: k8s\/deployment\.yaml: .*\n$/);
});
