import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import { Manifest } from '../kubernetes/manifest.ts';
import type { Documents } from './documents.ts';
import { levelLenses } from './pod-security.ts';
import { resourceLenses } from './resource-lens.ts';

/** A line of text above another one. */
export interface Lens {
  /** The offset in the file that it stands above. */
  readonly offset: number;
  readonly title: string;
}

/** A manifest, and where in its file it begins. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly start: number;
}

/** What is told above the resources of a file, for a Kubernetes version. */
const providers: readonly ((manifests: readonly PlacedManifest[], kubernetesVersion: string) => readonly Lens[])[] = [
  resourceLenses,
  levelLenses,
];

/** The lines above the resources of a file that tell what follows from them. They are there to be read, not clicked. */
export async function codeLenses({ textDocument }: CodeLensParams, documents: Documents): Promise<CodeLens[]> {
  const document = documents.get(textDocument.uri);
  const judged = document && (await documents.judgement(document));
  if (!judged || judged.source.text !== document.text.getText()) return [];
  const { settings, editor } = document.terms ?? {};
  if (!settings || !editor?.codeLens.enable) return [];
  const { units, lines } = judged.source;
  const manifests = units.flatMap(({ unit, start }) =>
    unit.model instanceof Manifest ? [{ manifest: unit.model, start }] : [],
  );
  return providers
    .flatMap((provide) => provide(manifests, settings.kubernetesVersion))
    .map(({ offset, title }) => {
      const at = lines.positionAt(offset);
      return { range: { start: at, end: at }, command: { title, command: '' } };
    });
}
