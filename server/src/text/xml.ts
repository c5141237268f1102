/** An element of an XML file, as far as settings of projects need it. */
export class XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[] = [];
  /** The text in it, without that of its children and the blanks around it. */
  text = '';

  constructor(name: string, attributes: ReadonlyMap<string, string> = new Map()) {
    this.name = name;
    this.attributes = attributes;
  }

  /** The first element that a path of names leads to. */
  at(...path: readonly string[]): XmlElement | undefined {
    let element: XmlElement | undefined = this;
    for (const name of path) element = element?.children.find((child) => child.name === name);
    return element;
  }

  /** The elements below it that have a name, however deep. */
  *below(name: string): Generator<XmlElement> {
    for (const child of this.children) {
      if (child.name === name) yield child;
      yield* child.below(name);
    }
  }
}

const token =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<[?!][^>]*>|<(\/?)([\w.:-]+)([^>]*?)(\/?)>|[^<]+|</g;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const deepestNesting = 200;

/**
 * Reads an XML file into an element that holds those at the top. Nothing is refused: an end that has no beginning is
 * passed over, and a beginning without an end holds what follows it.
 */
export function readXml(text: string): XmlElement {
  const root = new XmlElement('');
  const open = [root];
  for (const [whole, data, slash, name, rest, isEmpty] of text.matchAll(token)) {
    const current = open.at(-1) ?? root;
    if (name === undefined) {
      if (data !== undefined) current.text += data;
      else if (!whole.startsWith('<')) current.text = (current.text + resolved(whole)).trim();
      continue;
    }
    if (slash) {
      const at = open.findLastIndex((element) => element.name === name);
      if (at > 0) open.length = at;
      continue;
    }
    const element = new XmlElement(name, attributesIn(rest ?? ''));
    current.children.push(element);
    if (!isEmpty && open.length < deepestNesting) open.push(element);
  }
  return root;
}

function attributesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single]) => [name, resolved(double ?? single ?? '')]),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolved(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
