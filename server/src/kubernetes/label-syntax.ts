const longestName = 63;
const longestPrefix = 253;

/** What is wrong with the value of a label, in a few words; undefined for valid ones (API conventions, labels). */
export function labelValueProblem(value: string): string | undefined {
  if (value === '') return undefined;
  if (value.length > longestName) return `it has ${value.length} characters, and ${longestName} is the most`;
  if (!/^[\w.-]*$/.test(value)) return 'it may hold only letters, digits, ".", "_" and "-"';
  return /^[A-Za-z\d].*[A-Za-z\d]$|^[A-Za-z\d]$/.test(value)
    ? undefined
    : 'it must begin and end with a letter or digit';
}

/** What is wrong with the key of a label or an annotation; undefined for valid ones. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const [prefix, name] = slash === -1 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (name === '') return 'there is no name behind the prefix';
  const problem = labelValueProblem(name);
  if (problem !== undefined || prefix === undefined) return problem;
  if (prefix.length > longestPrefix)
    return `its prefix has ${prefix.length} characters, and ${longestPrefix} is the most`;
  const isDomain = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/.test(prefix);
  return isDomain ? undefined : 'its prefix must be a domain in small letters';
}

/** A valid value as near to the one that is written as can be; undefined when nothing is left of it. */
export function nearestLabelValue(value: string): string | undefined {
  const near = value
    .replaceAll('+', '_')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, longestName)
    .replace(/^[^A-Za-z\d]+|[^A-Za-z\d]+$/g, '');
  return near === '' ? undefined : near;
}
