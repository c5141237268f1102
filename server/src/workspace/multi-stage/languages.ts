import { Refusal } from '../../core/fix.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { officialName } from '../../image/reference.ts';
import { type ToolchainLanguage, toolchainOf } from '../../image/toolchains.ts';
import { c } from './c.ts';
import type { Language } from './conversion.ts';
import { dotnet } from './dotnet.ts';
import { elixir } from './elixir.ts';
import { go } from './go.ts';
import { gradle } from './gradle.ts';
import { maven } from './maven.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

/** Languages whose official images bring no build tools of their own, or nothing else. */
const interpreters = ['node', 'php', 'python', 'ruby'] as const;
type Interpreter = (typeof interpreters)[number];

const languages: Partial<Readonly<Record<ToolchainLanguage | Interpreter, Language>>> = {
  c,
  dotnet,
  elixir,
  go,
  gradle,
  maven,
  node,
  php,
  python,
  ruby,
  rust,
};

/** The language whose tools build the program of a stage: by its base image, or by what its commands are. */
export function languageOf(stage: Stage): Language | Refusal {
  const image = stage.image?.reference;
  const name = image && officialName(image);
  const byImage = interpreters.find((one) => one === name) ?? (image && toolchainOf(image)?.language);
  const language = (byImage && languages[byImage]) ?? byCommands(stage.own('RUN'));
  return language ?? new Refusal('There is no conversion for what is built here yet.');
}

function byCommands(runs: readonly RunInstruction[]): Language | undefined {
  const names = new Set(runs.flatMap(({ commands }) => commands.map((command) => command.name)));
  if (names.has('mvn') || names.has('mvnw')) return maven;
  if (names.has('gradle') || names.has('gradlew')) return gradle;
  const isOther = ['go', 'cargo', 'pip', 'pip3', 'npm', 'bundle', 'composer', 'javac'].some((one) => names.has(one));
  return isOther ? undefined : c;
}
