import { type Built, Refusal } from '../../core/fix.ts';
import type { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import { usersMadeIn } from '../../dockerfile/users.ts';
import { bundledUserId } from '../../image/users.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'numeric-user',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Name the user that the image runs as by number',
  why: 'Kubernetes checks `runAsNonRoot` without looking into the image: a name could stand for root, so a pod whose image has a named USER is refused ("image has non-numeric user, cannot verify user is non-root") unless it sets `runAsUser`. Outside the image nobody knows the name either, on volumes for example.',
  lesson: 'unprivileged',
  aliases: ['hadolint/DL3066'],
  fix: 'suggested',
  fixing:
    'Writes the number that the file gives the user, or that its base image is known to have given it (`node`, `nonroot`). Refused when the number is not known, and when a group is named.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN useradd --uid 10001 app\nUSER app\nCMD ["/app"]\n',
      fixed: 'FROM debian:13\nRUN useradd --uid 10001 app\nUSER 10001\nCMD ["/app"]\n',
    },
    { bad: 'FROM node:24\nUSER node\n', fixed: 'FROM node:24\nUSER 1000\n' },
    { bad: 'FROM debian:13\nRUN useradd app\nUSER app\n', note: 'The number is left to the system.' },
    { good: 'FROM debian:13\nUSER 10001:10001\n' },
    { good: 'FROM debian:13\nUSER root\nRUN make\nUSER 10001\n', note: 'Only the last one counts.' },
  ],
  check({ dockerfile, report }) {
    const last = dockerfile.finalStage.last('USER');
    const expansion = last?.value && last.stage.expand(last.value);
    const user = expansion?.value?.split(':')[0];
    if (!last?.value || !user || expansion.references.length > 0 || /^\d+$/.test(user) || user === 'root') return;
    report(last.value.span, `Kubernetes cannot tell whether ${user} is root: name the user by its number`).fix(
      'Write the number of the user',
      () => written(last, user),
    );
  },
});

function written({ value, stage }: ValueInstruction, user: string): Built {
  if (!value || value.text !== user || value.span.end - value.span.start !== user.length)
    return new Refusal('A group is named too, or the name is in quotes.');
  const image = stage.rootImage?.reference;
  const made = usersMadeIn(stage).find(({ name }) => name === user);
  const id = made ? made.id : image && bundledUserId(image, user);
  return id !== undefined && /^\d+$/.test(id)
    ? [replace(value.span, id)]
    : new Refusal('The number of the user is not known.');
}
