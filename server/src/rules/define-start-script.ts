import type { SharedHost } from '../core/host.ts';
import type { Report, Reporter } from '../core/report.ts';
import type { ContextCheck, Rule, RuleMeta } from '../core/rule.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Container } from '../kubernetes/container.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { pairsOf } from '../workspace/pairs/container-images.ts';
import { type StartScript, scriptsOfContainer, startScripts, tellOf } from '../workspace/processes/start-scripts.ts';

/** Reports what a script does: where in it, and a message. */
export type Tell = (what: Parameters<typeof tellOf>[1], message: string) => Report;

/** The Dockerfile that says which script is started. */
interface StartingImage {
  readonly dockerfile: Dockerfile;
  readonly uri: string;
  readonly host: SharedHost;
}

interface StartScriptDefinition extends RuleMeta {
  readonly options?: never;
  /** Judges one script that a container begins with; `image` is where the Dockerfile says so, in which it is heard. */
  judge(script: StartScript, tell: Tell, image?: StartingImage): void;
}

/**
 * A rule about the scripts that containers begin with. What the image starts by itself is heard in the Dockerfile, and in
 * a manifest what a container starts by its own command and arguments instead, where it runs for long and its image is known.
 */
export function startScriptRule({ judge, ...meta }: StartScriptDefinition): Rule {
  const inDockerfile: ContextCheck<Dockerfile, unknown> = async ({ model, uri, host, report }) => {
    for (const one of await startScripts(model, { uri, host })) {
      judge(one, (what, message) => tellOf(one, what, message, report), { dockerfile: model, uri, host });
    }
  };
  const inManifest: ContextCheck<Manifest, unknown> = async ({ model, uri, host, report }) => {
    for (const container of model.containers) {
      if (container.isPartial || container.pod.isWindows || !startsItself(container)) continue;
      const [pair, ...others] = await pairsOf(container, uri, host);
      if (!pair?.built || others.length > 0 || pair.confidence !== 'certain') continue;
      const { stage, file } = pair.built;
      const byItself = scriptsOfContainer(await pair.imageProcesses(), stage, file.uri);
      const known = new Set(byItself.map(({ script }) => script.file?.path));
      for (const one of scriptsOfContainer(await pair.processes(), stage, file.uri)) {
        if (one.script.file?.file && !known.has(one.script.file.path))
          judge(one, tellInManifest(one, container, report));
      }
    }
  };
  return { meta, checks: {}, contextChecks: { dockerfile: inDockerfile, kubernetes: inManifest }, asksHostAlone: true };
}

/** Whether a container that is to run for as long as its pod says itself what it starts. */
function startsItself({ value, isLongRunning, pod }: Container): boolean {
  const says = ['command', 'args'].some((key) => value.get(key).items.length > 0);
  return says && isLongRunning && pod.sort !== 'batch';
}

/** Reports in a manifest, where the script is named or else where the container says what it starts. */
function tellInManifest({ script }: StartScript, { value, span }: Container, report: Reporter): Tell {
  return (what, message) => {
    const [command, args] = [value.get('command'), value.get('args')];
    const name = script.file?.path.replace(/^.*\//, '');
    const word = [...command.items, ...args.items].find(({ text }) => text?.replace(/^.*\//, '') === name);
    const place = what.command ? script.placeOf(what.command) : { span: what.span, file: script.file?.file };
    const finding = report(word?.span ?? command.keySpan ?? args.keySpan ?? span, message);
    const { uri, lines } = place.file ?? {};
    return place.span && uri !== undefined && lines
      ? finding.relate(place.span, 'Here, in the script', { uri, lines })
      : finding;
  };
}
