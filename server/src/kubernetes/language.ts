import type { Suppression } from '../core/suppression.ts';
import type { Language, PlacedUnit, Unit } from '../core/unit.ts';
import { splitDocuments } from '../yaml/stream.ts';
import { isKustomizationName } from './kustomization-name.ts';
import { looksLikeManifest, Manifest } from './manifest.ts';
import { suppressionsOf } from './suppressions.ts';

/** Kubernetes manifests: each document of a YAML file that declares a resource is one unit. Others are passed over. */
export const kubernetesLanguage: Language<Manifest> = {
  id: 'kubernetes',

  claims(fileName) {
    return /\.ya?ml$/i.test(fileName) || isKustomizationName(fileName);
  },

  recognises: looksLikeManifest,

  *parse(text, previous = [], fileName = ''): Generator<PlacedUnit<Manifest>> {
    const known = new UnitPool(previous);
    for (const document of splitDocuments(text)) {
      if (!looksLikeManifest(document.text) && !isKustomization(document.text, fileName)) continue;
      yield { unit: known.take(document.text) ?? new ManifestUnit(document.text), start: document.start };
    }
  },

  /** Inside a scalar of several lines a comment would be part of its text: it goes above all of it. */
  commentTarget({ model }, offset) {
    const around = model.document.longScalars.find(({ start, end }) => start <= offset && offset < end);
    return around?.start ?? offset;
  },

  defectsOf({ model }) {
    return model.document.problems.map(({ message }) => message);
  },

  topOf() {
    return 0;
  },
};

/** Whether a document is a kustomization, which need not say what it is: the name of its file does. */
function isKustomization(text: string, fileName: string): boolean {
  return isKustomizationName(fileName) && /^[^\s#-]/m.test(text);
}

/** A document as a unit, which is parsed when somebody wants to know more of it than its text. */
class ManifestUnit implements Unit<Manifest> {
  readonly language = 'kubernetes';
  readonly text: string;
  private parsed: Manifest | undefined;
  private found: readonly Suppression[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get model(): Manifest {
    this.parsed ??= new Manifest(this.text);
    return this.parsed;
  }

  get literal(): Manifest {
    return this.model.literal;
  }

  get suppressions(): readonly Suppression[] {
    this.found ??= suppressionsOf(this.model);
    return this.found;
  }
}

/** The units of the version before, each to be taken over once by a document with the same text. */
class UnitPool {
  private readonly byText = new Map<string, Unit<Manifest>[]>();

  constructor(placed: readonly PlacedUnit<Manifest>[]) {
    for (const { unit } of placed) {
      const same = this.byText.get(unit.text);
      if (same) same.push(unit);
      else this.byText.set(unit.text, [unit]);
    }
  }

  take(text: string): Unit<Manifest> | undefined {
    return this.byText.get(text)?.shift();
  }
}
