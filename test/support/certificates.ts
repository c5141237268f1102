import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Paths of PEM files. */
export interface Certificates {
  readonly authority: string;
  readonly key: string;
  readonly certificate: string;
}

/** Makes an authority and a certificate of it in a folder, for names such as `DNS:a.example.com` and `IP:127.0.0.1`. */
export function makeCertificates(folder: string, ...names: readonly string[]): Certificates {
  const file = (one: string) => path.join(folder, one);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Test', '-days', '2');
  openssl('req', ...newKey, '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=Test server');
  writeFileSync(file('names'), `subjectAltName=${names.join(',')}\n`);
  const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2'];
  openssl('x509', '-req', '-in', 'own.csr', ...signing, '-out', 'own.crt');
  return { authority: file('ca.crt'), key: file('own.key'), certificate: file('own.crt') };
}
