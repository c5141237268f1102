import { Refusal } from '../../core/fix.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { foundationOf } from '../../image/foundations.ts';
import { officialName, readImageReference } from '../../image/reference.ts';
import { usersOf } from '../../image/users.ts';
import { accountOf, userPart } from '../../shell/accounts.ts';
import type { Build } from './conversion.ts';
import type { Division } from './divide.ts';

/** Whether the runtime stage has the users that its instructions name; if not, why the conversion is refused. */
export function refusalForUsers(build: Build, division: Division, runtimeImage: string): Refusal | undefined {
  const image = readImageReference(runtimeImage);
  const runs = [...division.accounts, ...division.staying.filter((one) => one instanceof RunInstruction)];
  const made = runs.flatMap(({ commands }) => commands.flatMap((command) => accountOf(command) ?? []));
  const wanted = [build.survey.owner ?? '', ...usersNamed([...division.staying, division.user])].map(userPart);
  const { distribution } = foundationOf(image) ?? {};
  const isSameImage = runtimeImage === build.imageWord.text;
  const has = (user: string) =>
    /^\d*$/.test(user) ||
    ['root', 'nobody'].includes(user) ||
    made.includes(user) ||
    (isSameImage && !build.survey.accounts.includes(user)) ||
    usersOf(image).bundled === user ||
    (user === 'www-data' && distribution !== 'alpine') ||
    (user === 'app' && image.registry === 'mcr.microsoft.com');
  const unknown = wanted.find((user) => !has(user));
  if (unknown !== undefined) {
    return new Refusal(`The user "${unknown}" would be missing in the runtime stage: it is made among other things.`);
  }
  const needsAdduser = runs.some(({ commands }) => commands.some(({ name }) => /^add(?:user|group)$/.test(name)));
  return needsAdduser && !hasAdduser(build, runtimeImage)
    ? new Refusal('The runtime image may be without "adduser": make the user with "useradd".')
    : undefined;
}

/** Debian's images have `adduser` up to bookworm, where apt depends on it; BusyBox brings Alpine's. */
function hasAdduser({ image }: Build, runtimeImage: string): boolean {
  const runtime = readImageReference(runtimeImage);
  if (runtime.text === image.text || /alpine/.test(officialName(runtime) + (runtime.tag ?? ''))) return true;
  return ['bullseye', 'bookworm'].includes(foundationOf(runtime)?.release ?? '');
}

function usersNamed(instructions: readonly (Instruction | undefined)[]): readonly string[] {
  return instructions.flatMap((instruction) => {
    if (!instruction) return [];
    const chown =
      instruction.keyword === 'COPY' || instruction.keyword === 'ADD' ? instruction.flag('chown') : undefined;
    const word = chown?.value?.piece ?? (instruction.keyword === 'USER' ? instruction.arguments : undefined);
    // A name that only the build knows is one that people give by number.
    return word ? (instruction.stage.scope.expand(word, instruction.span.start).value ?? []) : [];
  });
}
