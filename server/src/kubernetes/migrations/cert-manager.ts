import { type Built, together } from '../../core/fix.ts';
import { replace, type TextEdit } from '../../text/edit.ts';
import { type Regrouping, regroup, renameKey } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';

/** What the early versions of cert-manager's kinds call otherwise than `v1` (cert-manager 1.6, "Migrating to v1"). */
export function asCertManagerV1({ value, kind }: Resource): Built {
  const spec = value.get('spec');
  if (kind === 'Certificate') return certificate(spec);
  if (kind !== 'CertificateRequest' && kind !== 'Order') return [];
  const request = spec.get('csr');
  return request.hasKey ? renameKey(request, 'request') : [];
}

function certificate(spec: YamlValue): Built {
  const groups: Regrouping[] = [];
  for (const [old, name] of [
    ['emailSANs', 'emailAddresses'],
    ['uriSANs', 'uris'],
  ] as const) {
    const names = spec.get(old);
    if (names.hasKey) groups.push({ take: [names], put: { [name]: names } });
  }
  const organization = spec.get('organization');
  if (organization.hasKey) groups.push({ take: [organization], put: { subject: { organizations: organization } } });
  const key = keyFields.map(([old, name]) => [name, spec.get(old)] as const).filter(([, { hasKey }]) => hasKey);
  if (key.length > 0)
    groups.push({ take: key.map(([, field]) => field), put: { privateKey: Object.fromEntries(key) } });
  const owners = [spec, spec.get('privateKey')];
  const inside = owners.flatMap((owner) => capitalFields.flatMap((name) => capital(owner.get(name))));
  return groups.length === 0 ? together(inside) : regroup(spec, groups, inside);
}

/** Algorithms and encodings are written in capital letters now. */
function capital({ text, span }: YamlValue): TextEdit[] {
  if (text === undefined || !span || !/^(?:rsa|ecdsa|pkcs[18])$/.test(text)) return [];
  const start = span.end - span.start > text.length ? span.start + 1 : span.start;
  return [replace({ start, end: start + text.length }, text.toUpperCase())];
}

const keyFields = [
  ['keyAlgorithm', 'algorithm'],
  ['keyEncoding', 'encoding'],
  ['keySize', 'size'],
] as const;

const capitalFields = ['keyAlgorithm', 'keyEncoding', 'algorithm', 'encoding'];
