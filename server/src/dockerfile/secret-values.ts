import type { KeyValue, KeyValueInstruction } from './instructions/key-value.ts';

/** Whether what is written as the value says that it is no secret: nothing, a switch, a path, a fingerprint. */
export function saysNoSecret({ keyword, stage }: KeyValueInstruction, { value }: KeyValue): boolean {
  if (value === undefined) return false;
  const known = stage.expand(value).value;
  if (known === undefined) return false;
  if (known === '') return keyword === 'ENV';
  return (
    /^(?:true|false|yes|no|on|off|none|null|\d{1,5})$/i.test(known) ||
    /^(?:\/|\.\/|~\/)[\w./-]+$/.test(known) ||
    /^[\w.-]+(?:\/[\w.-]+)+\.[a-z]{2,5}$/.test(known) ||
    /^https?:\/\/[^@]*$/.test(known) ||
    /^(?:0x)?(?:[0-9A-F]{16}|(?:[0-9A-F]{4}[ ]*){10})(?:\s+(?:0x)?(?:[0-9A-F]{4}[ ]*){10})*$/i.test(known.trim())
  );
}
