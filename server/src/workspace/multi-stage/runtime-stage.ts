import { type Built, Refusal } from '../../core/fix.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { bringsCertificates, bringsDownloaders, knownWorkingFolder } from '../../image/equipment.ts';
import { foundationOf } from '../../image/foundations.ts';
import { readImageReference } from '../../image/reference.ts';
import { buildPackageKind } from '../../shell/build-tools.ts';
import { assemble, buildStage, keyword, withComments, withoutComments } from './assemble.ts';
import { withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import type { Division } from './divide.ts';
import { installLine, type RuntimePackages, runtimePackages } from './packages.ts';
import { isWithin } from './paths.ts';
import { missingPrograms } from './startup.ts';
import { refusalForUsers } from './users.ts';
import { repeatedVariables } from './variables.ts';

/** Writes the runtime stage that a plan asks for, with all else that the image had and a program may rely on. */
export function writeConversion(build: Build, plan: Plan, language: Language, division: Division): Built {
  const { dockerfile, from, image, imageWord } = build;
  if (image.digest !== undefined && plan.image !== imageWord.text) {
    return new Refusal('The base image is pinned to a digest, and that of the image to run on is not known.');
  }
  const packages = packagesFor(build, plan, language, division);
  if (packages instanceof Refusal) return packages;
  const users = refusalForUsers(build, division, plan.image);
  if (users) return users;
  const variables = repeatedVariables(dockerfile, division, language.buildVariables);
  if (variables instanceof Refusal) return variables;
  const lines = [
    `${keyword(from, 'FROM')} ${platformOf(build)}${plan.image}${nameOf(build)}`,
    ...variables.map((one) => withoutComments(dockerfile, one)),
    ...(plan.environment ?? []).map((line) => `${keyword(from, 'ENV')} ${line}`),
    ...packages.map((line) => `${keyword(from, 'RUN')} ${line}`),
    ...setupLines(build, plan),
    ...division.accounts.map((one) => (division.accountsMove ? withComments : withoutComments)(dockerfile, one)),
    ...workingFolder(build, plan, division),
    ...copyLines(build, plan, packages.join(' ')),
    ...division.settings.map((one) => withComments(dockerfile, one)),
    ...(division.user ? [withoutComments(dockerfile, division.user)] : []),
  ];
  return assemble({
    dockerfile,
    from,
    last: division.last,
    removed: [...division.settings, ...(division.accountsMove ? division.accounts : [])],
    edits: plan.buildEdits ?? [],
    buildLines: (plan.buildLines ?? []).map((line) => `${keyword(from, 'RUN')} ${line}`),
    runtimeLines: lines,
  });
}

function setupLines({ from }: Build, { setup = [] }: Plan): readonly string[] {
  return setup.length > 0 ? [`${keyword(from, 'RUN')} ${setup.join(' && ')}`] : [];
}

/** The platform that the build names, for FROM; empty when it names none. */
export function platformOf({ from }: Build): string {
  const platform = from.platform?.value?.text;
  return platform === undefined ? '' : `--platform=${platform} `;
}

/** The name that the stage had, which goes to the stage that ships; empty when it had none. */
export function nameOf({ from }: Build): string {
  return from.stageName ? ` ${from.asKeyword?.text ?? 'AS'} ${from.stageName.text}` : '';
}

/** The working directory, unless the first instruction that stays sets it anyway. */
function workingFolder({ from, survey }: Build, plan: Plan, { staying }: Division): readonly string[] {
  const { folder, owner, ownsFolder } = survey;
  const [first] = staying;
  const isSet = first?.keyword === 'WORKDIR' && first.arguments.text.startsWith('/');
  if (folder === (knownWorkingFolder(readImageReference(plan.image)) ?? '/') || isSet) return [];
  const owned = ownsFolder ? [`${keyword(from, 'RUN')} chown ${owner} ${folder}`] : [];
  return [`${keyword(from, 'WORKDIR')} ${folder}`, ...owned];
}

const certificates: Copied = {
  from: '/etc/ssl/certs/ca-certificates.crt',
  to: '/etc/ssl/certs/ca-certificates.crt',
};

function copyLines({ from, image, survey }: Build, plan: Plan, installed: string): readonly string[] {
  const stageFlag = `--from=${buildStage}`;
  const { owner, owned } = survey;
  const copy = keyword(from, 'COPY');
  const copies = withoutRepeated(plan.copies);
  const belongsToOwner = (one: Copied) =>
    owner !== undefined && (owned?.some((path) => isWithin(path, one.from)) ?? !one.isOfImage);
  // What belongs to the user within a copy that is root's is copied once more.
  const more = (owner === undefined ? [] : (owned ?? []))
    .filter((path) => copies.some((one) => isWithin(one.from, path)) && !copies.some((one) => one.from === path))
    .map((path) => ({ from: path, to: path }));
  const losesCertificates =
    bringsCertificates(image) &&
    !bringsCertificates(readImageReference(plan.image)) &&
    !/\bca-certificates\b/.test(installed);
  return [
    ...(losesCertificates ? [`${copy} ${stageFlag} ${certificates.from} ${certificates.to}`] : []),
    ...[...copies, ...more].map(
      (one) => `${copy} ${stageFlag}${belongsToOwner(one) ? ` --chown=${owner}` : ''} ${one.from} ${one.to}`,
    ),
  ];
}

/** The command that installs what the runtime stage needs of system packages; empty when that is nothing. */
function packagesFor(build: Build, plan: Plan, language: Language, division: Division): readonly string[] | Refusal {
  const { foundation, image, startup } = build;
  const runs = division.building.filter((one) => one instanceof RunInstruction);
  const hasCompiler = runs.some(({ packageActions }) =>
    packageActions.some(({ packages }) => packages.some(({ value }) => buildPackageKind(value ?? '') === 'compiler')),
  );
  const kept = runtimePackages(
    runs,
    foundation,
    (name) => language.buildOnlyPackage?.(name, { hasCompiler }) ?? false,
    (text) => language.isBuildVariable?.(text) ?? false,
  );
  if (kept instanceof Refusal) return kept;
  const staying = division.staying.filter((one) => one instanceof RunInstruction);
  const later = staying.flatMap(({ packageActions }) => packageActions.flatMap(({ packages }) => packages));
  const has = new Set([...kept.names, ...later.map(({ value }) => value ?? '')]);
  const missing = missingPrograms(startup, (command) => has.has(command.name) || language.provides(command, build));
  const lost = missing.find((name) => !(bringsDownloaders(image) && (name === 'curl' || name === 'wget')));
  if (lost !== undefined) {
    return new Refusal(`The container calls "${lost}" when it runs, which the runtime image does not have.`);
  }
  return installCommand(plan, kept, [...(plan.packages ?? []), ...missing]);
}

function installCommand(plan: Plan, kept: RuntimePackages, more: readonly string[]): readonly string[] | Refusal {
  const runtime = readImageReference(plan.image);
  const distribution = /alpine/.test(plan.image) ? 'alpine' : (foundationOf(runtime)?.distribution ?? 'debian');
  // Of Alpine's images only those of compilers and of Node.js have the library of C++ programs.
  const cpp =
    kept.hadCompilerOfCpp && distribution === 'alpine' && !plan.image.startsWith('node:') ? ['libstdc++'] : [];
  const names = [...new Set([...kept.names, ...cpp, ...more])];
  return names.length > 0 ? [installLine(distribution, names, kept.withRecommended)] : [];
}
