import { functionsOf } from './function.ts';

/** Keys, certificates and numbers that are made anew at each rendering, and digests. */
export const cryptography = functionsOf(
  ['sha1sum', 'text', 'The SHA-1 digest of a text.'],
  ['sha256sum', 'text', 'The SHA-256 digest of a text; as an annotation it restarts pods when a ConfigMap changes.'],
  ['sha512sum', 'text', 'The SHA-512 digest of a text.'],
  ['adler32sum', 'text', 'The Adler-32 checksum of a text.'],
  ['htpasswd', 'user password', 'A line of a password file, with bcrypt.'],
  ['bcrypt', 'password', 'The bcrypt hash of a password; another one at each rendering.'],
  ['randBytes', 'count', 'Random bytes, in Base64; others at each rendering.'],
  ['randAlphaNum', 'count', 'Random letters and digits; others at each rendering, upgrades included.'],
  ['randAlpha', 'count', 'Random letters; others at each rendering.'],
  ['randNumeric', 'count', 'Random digits; others at each rendering.'],
  ['randAscii', 'count', 'Random printable characters; others at each rendering.'],
  ['randInt', 'from to', 'A random number, the upper end left out.'],
  ['uuidv4', '', 'A random UUID; another one at each rendering.'],
  ['genPrivateKey', 'sort', 'A new private key in PEM: `rsa`, `ecdsa`, `dsa` or `ed25519`.'],
  ['genCA', 'name days', 'A new certificate authority, with `.Cert` and `.Key`.'],
  ['genCAWithKey', 'name days key', 'A new certificate authority for a key, with `.Cert` and `.Key`.'],
  ['genSelfSignedCert', 'name ips names days', 'A new self-signed certificate, with `.Cert` and `.Key`.'],
  ['genSelfSignedCertWithKey', 'name ips names days key', 'A new self-signed certificate for a key.'],
  [
    'genSignedCert',
    'name ips names days ca',
    'A new certificate signed by what `genCA` made, with `.Cert` and `.Key`.',
  ],
  ['genSignedCertWithKey', 'name ips names days ca key', 'A new certificate for a key, signed by what `genCA` made.'],
  ['buildCustomCert', 'certificate key', 'A certificate and its key, both in Base64, as `genSignedCert` takes them.'],
  ['derivePassword', 'counter sort password user site', 'A password that follows from others (Master Password).'],
  ['encryptAES', 'key text', 'A text encrypted with AES-256, in Base64.'],
  ['decryptAES', 'key text', 'A text decrypted from what `encryptAES` yields.'],
);
