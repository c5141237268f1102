import { isOfficialImage } from '../../image/official-tags.ts';
import { canonicalName, type ImageReference, officialName, readImageReference } from '../../image/reference.ts';
import { type Template, unknownPart } from './template.ts';

/**
 * How the names of two images are alike. `same`: they are one name. `open`: what is known of them is the same, and the
 * rest has yet to be filled in. `overridden`: the same, where what is there by default is another. `prefixed`: one is a bare name before which a registry may be put. `repository`: only the
 * registry differs. `last`: only the last segment is the same.
 */
export type Likeness = 'same' | 'open' | 'overridden' | 'prefixed' | 'repository' | 'last';

/** An image as it is written, with its variables, ready to be compared. */
export class NamePattern {
  /** With what its variables are when nobody says otherwise; `*` for what is not known. */
  readonly reference: ImageReference;
  private readonly open: ImageReference;

  constructor(image: Template) {
    this.reference = readImageReference(withoutProtocol(image.resolved));
    this.open = readImageReference(withoutProtocol(image.open));
  }

  /** The last segment of its name; undefined when part of it is not known. */
  get lastSegment(): string | undefined {
    const last = lastOf(this.reference);
    return last === '' || last.includes(unknownPart) ? undefined : last;
  }

  /** Whether too little of it is known to compare it with anything. */
  get isUnknown(): boolean {
    return !isEnough(lastOf(this.reference)) && !isEnough(lastOf(this.open));
  }

  /** Whether it is a name without registry and path, which means something else in every repository. */
  get isBare(): boolean {
    return isBare(this.reference);
  }

  /** How another image is like it; undefined when it is not. */
  likenessTo(other: NamePattern): Likeness | undefined {
    const [name, otherName] = [nameOf(this.reference), nameOf(other.reference)];
    const isKnown = !name.includes(unknownPart);
    const isOtherKnown = !otherName.includes(unknownPart);
    if (isKnown && isOtherKnown && canonicalName(this.reference) === canonicalName(other.reference)) return 'same';
    if (isOtherKnown && this.mayBe(otherName)) return isKnown ? 'overridden' : 'open';
    const last = this.lastSegment;
    if (last === undefined || last !== other.lastSegment) return undefined;
    if (isKnown && other.mayBe(name)) return 'open';
    if (!isKnown || !isOtherKnown) return 'open';
    if (officialOnHub(this.reference) || officialOnHub(other.reference)) return undefined;
    if (this.isBare || other.isBare) return 'prefixed';
    return this.reference.repository === other.reference.repository ? 'repository' : 'last';
  }

  /** Whether another's tag may be this one's. */
  tagFits(other: NamePattern): boolean {
    if (other.reference.digest !== undefined) return true;
    const tag = other.reference.tag ?? 'latest';
    return [this.reference, this.open].some(({ tag: own }) => {
      if (own === undefined) return tag === 'latest' || tag === unknownPart;
      return matches(own, tag) || matches(tag, own);
    });
  }

  /** Whether the name, its variables filled in, may be another. */
  private mayBe(name: string): boolean {
    return [this.reference, this.open].some((one) => {
      const pattern = nameOf(one);
      if (!pattern.includes(unknownPart) || !isEnough(lastOf(one))) return false;
      // A registry that is not set leaves nothing before the name, not even the slash.
      return matches(pattern, name) || (pattern.startsWith('*/') && matches(pattern.slice(2), name));
    });
  }
}

/** Whether enough of a segment is known to tell it from others. */
function isEnough(segment: string): boolean {
  if (!segment.includes(unknownPart)) return segment !== '';
  return segment.replace(/[^A-Za-z0-9]/g, '').length >= 3;
}

function isBare({ registry, repository }: ImageReference): boolean {
  return registry === undefined && !repository.includes('/');
}

/** Whether a name on Docker Hub is that of an image everybody knows. */
export function officialOnHub(reference: ImageReference): boolean {
  return officialName(reference) !== undefined && isOfficialImage(reference);
}

function nameOf(reference: ImageReference): string {
  return reference.text.slice(0, reference.nameEnd);
}

function lastOf(reference: ImageReference): string {
  const name = nameOf(reference);
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The name as builders and registries know it: they and Skaffold's and ko's write `docker://`, `ko://` before it. */
function withoutProtocol(text: string): string {
  return text
    .replace(/["'\s]/g, '')
    .replace(/^[a-z-]+:\/\//, '')
    .replace(/^[{}]+|[{}]+$/g, '');
}

/** Whether a text matches a pattern in which `*` stands for anything; takes no longer than their lengths multiplied. */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (place < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = place;
    } else if (pattern[at] === text[place]) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
