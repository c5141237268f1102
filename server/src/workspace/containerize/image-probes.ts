import { type Built, Refusal } from '../../core/fix.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { type ProbeKind, probeDefaults, probeKinds } from '../../kubernetes/probe.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { probesOfHealthCheck } from '../pairs/health-probe.ts';
import type { PlainMap } from '../pairs/own-request.ts';
import type { Fact } from '../project/project.ts';
import { type Change, without } from './change-manifest.ts';
import type { Part } from './part.ts';

/** The paths at which a program tells whether it lives, and whether it can serve. */
export interface HealthPaths {
  readonly live: Fact;
  readonly ready: Fact;
}

/** How much longer a container may be silent before it is started again than before it gets no more requests. */
const patience = 3;

/** What spares a program that starts: it may take a minute. */
const starting: PlainMap = { periodSeconds: 2, failureThreshold: 30 };

/**
 * The probes of a container: as the HEALTHCHECK of its image where that is something the kubelet does itself, or at the
 * paths that the program is known to answer, or as the command of the HEALTHCHECK, or else whether somebody listens on its
 * port, which says little and does no harm.
 */
export function probesFor(image: RuntimeImage, path: string, hasPort: boolean, known: HealthPaths | undefined): Part {
  const check = image.healthCheck ? probesOfHealthCheck(image.healthCheck) : undefined;
  const probes = check instanceof Refusal ? undefined : check;
  if (known && hasPort && (!probes || 'exec' in probes.probe)) return atPaths(known);
  if (probes) {
    const { probe, startup } = probes;
    return {
      changes: replaced({
        startupProbe: startup ?? { ...handlerIn(probe), ...starting },
        readinessProbe: probe,
        livenessProbe: patient(probe),
      }),
      choices: [{ what: 'probes', value: describe(probe), because: { file: path, says: 'HEALTHCHECK' } }],
    };
  }
  if (!hasPort) {
    return {
      changes: replaced({}),
      remarks: [
        'Nothing says how to ask the program whether it lives: there are no probes. A HEALTHCHECK in the Dockerfile becomes some.',
      ],
    };
  }
  const probe = { tcpSocket: { port: 'http' } };
  return {
    changes: replaced({
      startupProbe: { ...probe, ...starting },
      readinessProbe: probe,
      livenessProbe: patient(probe),
    }),
    remarks: [
      'The probes look whether somebody listens on the port, because nothing says at which path the program tells how it is.',
    ],
  };
}

/** The template asks at these paths; where both are one, the liveness probe has to wait longer. */
function atPaths({ live, ready }: HealthPaths): Part {
  if (live.value !== ready.value) return {};
  const failureThreshold = probeDefaults.failureThreshold * patience;
  return { changes: [(container) => setInContainer(container, ['livenessProbe'], { failureThreshold })] };
}

/** Other probes in the place of those of the template; a kind that is not given is taken away. */
function replaced(probes: Readonly<Partial<Record<ProbeKind, PlainMap>>>): readonly Change[] {
  return probeKinds.flatMap((kind): readonly Change[] => {
    const probe = probes[kind];
    if (!probe) return [without(kind)];
    const written = inTime(probe);
    const set: Change = (container) => setInContainer(container, [kind], written);
    // What the template says besides would be merged with it.
    const removed = ['httpGet', 'periodSeconds', 'failureThreshold'].filter((key) => !(key in written));
    return [
      set,
      ...removed.map(
        (key): Change =>
          ({ value }) =>
            removeIn(value.at(kind, key)),
      ),
    ];
  });
}

function removeIn(value: YamlValue): Built {
  return value.exists ? removeValue(value) : [];
}

/** A probe that has ended before the next one: a HEALTHCHECK may take longer than its interval, and then comes less often. */
function inTime(probe: PlainMap): PlainMap {
  const { timeoutSeconds, periodSeconds = probeDefaults.periodSeconds } = probe;
  const isLate =
    typeof timeoutSeconds === 'number' && typeof periodSeconds === 'number' && timeoutSeconds > periodSeconds;
  return isLate ? { ...probe, timeoutSeconds: periodSeconds } : probe;
}

/** The same probe for liveness, which waits longer. */
function patient(probe: PlainMap): PlainMap {
  const failures = typeof probe.failureThreshold === 'number' ? probe.failureThreshold : probeDefaults.failureThreshold;
  return { ...probe, failureThreshold: failures * patience };
}

function handlerIn(probe: PlainMap): PlainMap {
  return Object.fromEntries(
    Object.entries(probe).filter(([name]) => !name.endsWith('Seconds') && name !== 'failureThreshold'),
  );
}

function describe(probe: PlainMap): string {
  return Object.keys(handlerIn(probe)).join(', ');
}
