import type * as z from 'zod';
import type { OtherFile } from '../core/finding.ts';
import type { Report, Reporter } from '../core/report.ts';
import type { ContextCheck, OptionsSchema, Rule, RuleMeta } from '../core/rule.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { RuntimeImage } from '../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../kubernetes/container.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { Span } from '../text/span.ts';
import type { Confidence, ImageLink } from '../workspace/image-links/link.ts';
import { pairsOf } from '../workspace/pairs/container-images.ts';
import { containersOf } from '../workspace/pairs/image-containers.ts';
import type { Pair } from '../workspace/pairs/pair.ts';
import type { NoOptions } from './define.ts';

/** A container and the image it runs. */
export interface PairContext<Options> {
  /** Both, with how the image is built, and answers that other files have. */
  readonly pair: Pair;
  readonly container: Container;
  readonly image: RuntimeImage;
  readonly options: Options;
  /** The Kubernetes version the manifests are meant for, such as `1.36`. */
  readonly kubernetesVersion: string;
}

/** One thing there is to say about a container and its image. */
export interface PairFinding {
  /** On which side it stands: where it is to be mended, or where somebody has to know. */
  readonly at: 'container' | 'image';
  /** Where on that side. */
  readonly span: Span;
  readonly message: string;
  /** The place on the other side that explains it. */
  readonly because?: Related | undefined;
  /** Whether it is heard in the Dockerfile only where the same is to be said of all containers that run what it builds. */
  readonly isOfAll?: true;
  /** The rule that has said so of the one file, as far as it can be told there. */
  readonly instead?: Rule;
  /** Offers fixes, and whatever else there is to say about it. */
  readonly tell?: (report: Report) => void;
}

interface Related {
  readonly span: Span;
  readonly message: string;
  /** The file it stands in when that is neither the manifest nor the Dockerfile. */
  readonly file?: OtherFile | undefined;
}

interface PairDefinition<Schema extends OptionsSchema> extends Omit<RuleMeta, 'options'> {
  readonly options?: Schema;
  /** Whether it is silent about pairs of which it is not certain that they are one. */
  readonly isForCertainPairs?: true;
  /** The side on which all of its findings are, where that is one: it is not asked about pairs on the other. */
  readonly hearing?: PairFinding['at'];
  /** Whether there may be anything to say about a container, whatever its image: of the others, no image is looked for. */
  concerns(container: Container): boolean;
  /**
   * Judges one pair. Asked once for each image that the container may run; what it says is heard where it says it, by
   * place, of all of these.
   */
  judge(context: PairContext<z.output<Schema>>): readonly PairFinding[] | Promise<readonly PairFinding[]>;
}

/** In how many containers a finding about an image is shown to matter. */
const mostRelated = 5;

/**
 * A rule about what a container's manifest and its image say together. It is heard in either file; a finding on a link
 * that is not certain is a hint that says why the two are taken for a pair.
 */
export function pairRule<Schema extends OptionsSchema = NoOptions>(definition: PairDefinition<Schema>): Rule {
  const { concerns, judge, isForCertainPairs, hearing, ...meta } = definition;
  const isHeard = (confidence: Confidence) => !isForCertainPairs || confidence === 'certain';
  type Options = z.output<Schema>;
  const inManifest: ContextCheck<Manifest, Options> = async ({ model, uri, host, report, ...context }) => {
    for (const container of model.containers) {
      if (container.isPartial || container.pod.isWindows || !concerns(container)) continue;
      const pairs = await pairsOf(container, uri, host);
      if (!pairs.every(({ confidence }) => isHeard(confidence))) continue;
      const judged = await Promise.all(pairs.map((pair) => judge({ pair, container, image: pair.image, ...context })));
      const built = pairs[0]?.built;
      for (const finding of agreed(judged, 'container')) {
        const told = reportPair(report, finding, built?.link);
        const { because } = finding;
        const file = because?.file ?? built?.file;
        if (because && file) told.relate(because.span, because.message, file);
      }
    }
  };
  const inDockerfile: ContextCheck<Dockerfile, Options> = async ({ model, uri, host, report, ...context }) => {
    const reported = new Map<string, Report>();
    const judged = await Promise.all(
      (await containersOf(model, uri, host)).map(async ({ pair, entry, built: { link } }) => {
        const { container, image } = pair;
        const isAsked = !container.pod.isWindows && isHeard(link.confidence) && concerns(container);
        const found = isAsked ? await judge({ pair, container, image, ...context }) : [];
        return { entry, link, findings: agreed([found], 'image') };
      }),
    );
    for (const { entry, link, findings } of judged) {
      for (const finding of findings) {
        if (finding.isOfAll && !judged.every((one) => isSaid(one.findings, finding, 'image'))) continue;
        const { because, span } = finding;
        const key = `${span.start} ${span.end}`;
        const told = reported.get(key) ?? reportPair(report, finding, link);
        reported.set(key, told);
        const place =
          because && (because.file ? { span: because.span, file: because.file } : entry.placeOf(because.span));
        if (place && told.related.length < mostRelated) told.relate(place.span, because.message, place.file);
      }
    }
  };
  const contextChecks = {
    ...(hearing !== 'image' && { kubernetes: inManifest }),
    ...(hearing !== 'container' && { dockerfile: inDockerfile }),
  };
  return { meta, checks: {}, contextChecks, asksHostAlone: true };
}

/** What is found on one side whichever image it is, as it is said of the first. */
function agreed(
  [first = [], ...others]: readonly (readonly PairFinding[])[],
  side: PairFinding['at'],
): readonly PairFinding[] {
  return first.filter((finding) => finding.at === side && others.every((list) => isSaid(list, finding, side)));
}

/** Whether something is said at the place of a finding, on one side. */
function isSaid(list: readonly PairFinding[], { span }: PairFinding, side: PairFinding['at']): boolean {
  return list.some(({ at, span: other }) => at === side && other.start === span.start && other.end === span.end);
}

/** Reports a finding; one about a pair of which it is not certain that it is one, as a hint. */
function reportPair(
  report: Reporter,
  { span, message, instead, tell }: PairFinding,
  link: ImageLink | undefined,
): Report {
  const [evidence] = link?.evidence ?? [];
  const isCertain = link === undefined || link.confidence === 'certain';
  const doubt = link?.confidence === 'guess' ? 'a guess' : 'likely';
  const told = report(span, isCertain ? message : `${message} (${doubt}: ${evidence?.says ?? 'by its name'})`);
  tell?.(told);
  if (isCertain) return instead ? told.instead(instead.meta) : told;
  const { place } = evidence ?? {};
  if (place) told.relate(place.span, evidence?.says ?? '', place.file);
  return told.grade('hint');
}
