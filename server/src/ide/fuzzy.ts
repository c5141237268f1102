/**
 * How well a name fits what somebody types of it: the letters in their order, whatever stands between. The lower the
 * better; undefined when it does not fit. Letters that stand together, and that begin words, count for more.
 */
export function fit(query: string, name: string): number | undefined {
  const [wanted, text] = [query.toLowerCase(), name.toLowerCase()];
  const whole = text.indexOf(wanted);
  if (whole !== -1) return whole === 0 || isBoundary(text, whole) ? whole / 1000 : 1 + whole / 1000;
  let cost = 2;
  let at = -1;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    if (next !== at + 1 && !isBoundary(text, next)) cost++;
    at = next;
  }
  return cost + text.length / 1000;
}

/** Whether a word begins at a place of a name. */
function isBoundary(text: string, at: number): boolean {
  return at === 0 || /[^a-z\d]/.test(text[at - 1] ?? '');
}
