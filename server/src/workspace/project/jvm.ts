import { YamlDocument } from '../../yaml/document.ts';
import { portInSources, readPort } from './ports.ts';
import { type Fact, fact } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { releases } from './releases.ts';

/** The release with long-term support that runs what is compiled for a version of Java: itself, or the next one. */
export function javaRelease(text: string): string | undefined {
  const version = Number(/^(?:1\.)?(\d+)$/.exec(text.trim())?.[1]);
  if (!(version > 0)) return undefined;
  const fitting = releases.java.filter((release) => Number(release) >= version).at(-1);
  return fitting ?? String(version);
}

const resources = 'src/main/resources';

/** The port that Spring Boot, Quarkus or Micronaut is told in the settings of a program. */
export async function portInSettings(folder: ProjectFolder): Promise<Fact | undefined> {
  const properties = await portInSources(
    folder,
    [`${resources}/application.properties`],
    [/^\s*(?:server\.port|quarkus\.http\.port|micronaut\.server\.port)\s*[=:]\s*(?:\$\{\w+:)?(\d{2,5})\b/m],
  );
  if (properties) return properties;
  for (const file of [`${resources}/application.yml`, `${resources}/application.yaml`]) {
    const text = await folder.read(file);
    if (text === undefined) continue;
    const [first = text] = text.split(/^---\s*$/m).filter((part) => part.trim() !== '');
    const { root } = new YamlDocument(first);
    for (const path of [['server'], ['quarkus', 'http'], ['micronaut', 'server'], ['ktor', 'deployment']]) {
      // Spring puts variables into its settings, which a model of YAML takes for unknown: the text says the default.
      const { span } = path.reduce((at, key) => at.get(key), root).get('port');
      const written = span ? first.slice(span.start, span.end) : '';
      const port = readPort(/^["']?(?:\$\{\w+:)?(\d{2,5})\}?["']?$/.exec(written)?.[1]);
      if (port) return fact(port, file, `${[...path, 'port'].join('.')} is ${written}`);
    }
  }
  return undefined;
}

/** Frameworks of the JVM by a part of the name of what a project depends on, and the port they listen on (their documentation). */
const frameworks: readonly (readonly [part: RegExp, name: string, port: string])[] = [
  [/\borg\.springframework\.boot\b/, 'Spring Boot', '8080'],
  [/\bio\.quarkus\b/, 'Quarkus', '8080'],
  [/\bio\.micronaut\b/, 'Micronaut', '8080'],
  [/\bio\.helidon\b/, 'Helidon', '8080'],
  [/\bio\.ktor\b/, 'Ktor', '8080'],
  [/\bio\.javalin\b/, 'Javalin', '8080'],
  [/\bcom\.sparkjava\b/, 'Spark', '4567'],
  [/\bio\.dropwizard\b/, 'Dropwizard', '8080'],
  [/\bcom\.typesafe\.play\b|\borg\.playframework\b|\bsbt-plugin\b.*\bplay\b/, 'Play', '9000'],
  [/\bhttp4s-|\bakka-http\b|\bpekko-http\b/, 'an HTTP server', '8080'],
];

/** Whether Spring Boot's starter for the web is missing: then the program answers to nobody. */
function isWithoutWeb(text: string): boolean {
  return !/spring-boot-starter-(?:web|webflux|jersey|graphql|actuator|data-rest)|spring-boot-webmvc|spring-boot-webflux/.test(
    text,
  );
}

/** The framework that a build file names, and the port that it listens on of itself. */
export function frameworkIn(text: string, file: string): { readonly name: Fact; readonly port?: Fact } | undefined {
  const found = frameworks.find(([part]) => part.test(text));
  if (!found) return undefined;
  const [part, name, port] = found;
  const framework = fact(name, file, `it names ${part.exec(text)?.[0] ?? name}`);
  if (name === 'Spring Boot' && isWithoutWeb(text)) return { name: framework };
  return { name: framework, port: fact(port, file, `${name} listens on it`) };
}

/** The path by which a program says that it is well, where its build file names the library that answers it. */
export function healthOf(text: string, file: string): Fact | undefined {
  if (/\bspring-boot-starter-actuator\b/.test(text))
    return fact('/actuator/health', file, 'it depends on spring-boot-starter-actuator');
  return /\bquarkus-smallrye-health\b/.test(text)
    ? fact('/q/health', file, 'it depends on quarkus-smallrye-health')
    : undefined;
}
