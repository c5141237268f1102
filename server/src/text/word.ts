/** Whether a name stands in a text, and not only as part of a longer one: letters, digits, `_` and `-` go on with it. */
export function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isOfName(text.charCodeAt(at - 1)) && !isOfName(text.charCodeAt(at + name.length))) return true;
  }
  return false;
}

/** Whether a unit, or none at all, can be part of a name. */
function isOfName(unit: number): boolean {
  const letter = unit | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || unit === 0x2d;
}
