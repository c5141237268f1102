import type { ShellCommand } from '../../shell/command.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { writtenText } from './open-yaml.ts';

/** Programs that write no files where they are run, but by a redirection. */
const readers: ReadonlySet<string> = new Set(
  ': true false set echo printf export unset readonly local cd pushd popd pwd date sleep exit cat ls head tail env id whoami uname which command type jq grep cosign crane trivy'.split(
    ' ',
  ),
);

/** What `docker`, or a program like it, does without writing files. */
const engineVerbs: ReadonlySet<string> = new Set(
  'login logout pull push tag info version images inspect ps rmi context manifest buildx build image'.split(' '),
);

/** Whether a command leaves the files of a checked out repository as they are, as far as builds may read them. */
export function leavesFilesAlone({ name, arguments: words, writesTo, assignments }: ShellCommand): boolean {
  // Files that a build server reads itself: `$GITHUB_OUTPUT` and its like.
  const isOwn = writesTo.every(({ text }) => /^["']?\$\{?GITHUB_\w+\}?["']?$|^["']?\/dev\//.test(text));
  if (!isOwn) return false;
  if (name === '') return assignments.length > 0;
  return readers.has(name) || (/^(?:docker|podman|nerdctl)$/.test(name) && engineVerbs.has(words[0]?.text ?? ''));
}

/** Actions that write no files into the repository that a build may read, by the beginning of their names. */
const harmlessActions =
  /^(?:docker\/(?:setup-|login-action|metadata-action|build-push-action|bake-action)|actions\/(?:setup-|cache)|depot\/(?:setup-|build-push-action)|sigstore\/cosign-installer|aws-actions\/|google-github-actions\/(?:auth|setup-)|azure\/(?:login|docker-login))/;

/** Whether the steps of a job have checked out its own repository, and have done nothing to its files since. */
export function areCheckedOut(steps: readonly YamlValue[], leavesAlone: (script: YamlValue) => boolean): boolean {
  let isOut = false;
  for (const step of steps) {
    const run = step.get('run');
    const uses = writtenText(step.get('uses')) ?? '';
    if (/^actions\/checkout@/.test(uses)) {
      isOut = !['repository', 'path', 'ref', 'sparse-checkout'].some((key) => step.at('with', key).exists);
      if (!isOut) return false;
    } else if (run.exists ? !leavesAlone(run) : !harmlessActions.test(uses)) return false;
  }
  return isOut;
}
