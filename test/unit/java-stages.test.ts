import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import rule from '../../server/src/rules/dockerfile/build-tools-in-final-stage.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** What the conversion makes of a Dockerfile: its text, or why it refuses. */
async function convert(text: string, files: Files): Promise<string> {
  const entries = Object.entries(files).map(([path, one]) => [`${testRoot}/${path}`, one]);
  const judged = new Judgement('Dockerfile', text, only(rule), new MemoryHost(Object.fromEntries(entries)));
  const built = await judged.findings[0]?.fixes[0]?.build(judged.engine.fixContext(judged.source.uri));
  if (!built) throw new Error('there is nothing to fix');
  return built instanceof Refusal ? built.reason : applyEdits(text, built);
}

/** The lines from the first one that is not the file's own: what the conversion added. */
const added = (converted: string, text: string) =>
  converted.split('\n').filter((line) => line !== '' && !text.split('\n').includes(line));

const pom = (version: string, plugin = '') =>
  `<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent>` +
  `<dependencies><dependency><artifactId>spring-boot-starter</artifactId></dependency></dependencies>` +
  `<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId>${plugin}</plugin></plugins></build></project>`;
const maven = (start: string, ...more: readonly string[]) =>
  ['FROM maven:3.9-eclipse-temurin-21', 'WORKDIR /app', 'COPY . .', 'RUN mvn -B package', ...more, start, ''].join(
    '\n',
  );
const start = 'ENTRYPOINT ["java", "-jar", "target/app.jar"]';
const whole = ['FROM eclipse-temurin:21-jre', 'COPY --from=build /app/target/app.jar /app/target/app.jar'];
const layered = [
  'RUN java -Djarmode=tools -jar /app/target/app.jar extract --layers --destination /app/target/layers',
  'FROM eclipse-temurin:21-jre',
  'COPY --from=build /app/target/layers/dependencies/ /app/target/',
  'COPY --from=build /app/target/layers/spring-boot-loader/ /app/target/',
  'COPY --from=build /app/target/layers/snapshot-dependencies/ /app/target/',
  'COPY --from=build /app/target/layers/application/ /app/target/',
];

describe('an archive of Spring Boot', () => {
  const others = (converted: string, text: string) =>
    added(converted, text).filter((line) => line !== 'FROM maven:3.9-eclipse-temurin-21 AS build');

  it.each(['3.3.0', '3.5.6', '4.0.0'])('is copied in layers, what changes least first, from %s on', async (version) => {
    const text = maven(start);
    expect(others(await convert(text, { 'pom.xml': pom(version), 'src/A.java': '' }), text)).toEqual(layered);
  });

  it.each<[string, string, Files]>([
    ['before 3.3', maven(start), { 'pom.xml': pom('3.2.12') }],
    ['whose version a property says', maven(start), { 'pom.xml': pom(`\${spring.version}`) }],
    [
      'that can be executed itself',
      maven(start),
      { 'pom.xml': pom('3.5.6', '<configuration><executable>true</executable></configuration>') },
    ],
    [
      'with layers of its own',
      maven(start),
      {
        'pom.xml': pom('3.5.6', '<configuration><layers><configuration>l.xml</configuration></layers></configuration>'),
      },
    ],
    ['whose loader is set up', maven(start, 'ENV LOADER_MAIN=a.B'), { 'pom.xml': pom('3.5.6') }],
  ])('is copied whole %s', async (_, text, files) => {
    const found = others(await convert(text, { ...files, 'src/A.java': '' }), text);
    expect(found.filter((line) => !line.startsWith('ENV'))).toEqual(whole);
  });

  it('is not copied whole as well where the build moved it', async () => {
    const text = maven('ENTRYPOINT ["java", "-jar", "app.jar"]', 'RUN cp target/app-*.jar app.jar');
    expect(others(await convert(text, { 'pom.xml': pom('3.5.6'), 'src/A.java': '' }), text)).toEqual(
      layered.map((line) => line.replaceAll('/app/target/', '/app/')),
    );
  });

  it('has the version of its plugin, where that has one', async () => {
    const files = { 'pom.xml': pom('3.2.0', '<version>3.4.1</version>'), 'src/A.java': '' };
    expect(await convert(maven(start), files)).toContain('-Djarmode=tools');
    const older = { 'pom.xml': pom('3.5.0', '<version>3.2.1</version>'), 'src/A.java': '' };
    expect(await convert(maven(start), older)).not.toContain('-Djarmode');
  });

  it('belongs to whom the build gave it', async () => {
    const text = maven(start).replace('COPY .', 'COPY --chown=1000 .');
    const converted = await convert(text, { 'pom.xml': pom('3.5.6'), 'src/A.java': '' });
    expect(converted).toContain('COPY --from=build --chown=1000 /app/target/layers/application/ /app/target/');
  });

  it.each([
    ["plugins { id 'org.springframework.boot' version '3.4.1' }", true],
    ['plugins { id("org.springframework.boot") version "3.4.1" }', true],
    ["plugins { id 'org.springframework.boot' version '3.4.1' }\nbootJar { layered { enabled = false } }", false],
    ['plugins { alias(libs.plugins.boot) } // org.springframework.boot', false],
  ])('is known by the plugin of Gradle: %j', async (script, isLayered) => {
    const text =
      'FROM gradle:8.14-jdk21\nWORKDIR /app\nCOPY . .\nRUN gradle bootJar\nCMD ["java", "-jar", "build/libs/app.jar"]\n';
    const converted = await convert(text, { 'build.gradle': script, 'src/A.java': '' });
    expect(converted.includes('/app/build/libs/layers/application/ /app/build/libs/')).toBe(isLayered);
    expect(converted).toContain('FROM eclipse-temurin:21-jre');
  });
});

describe('a Java runtime that jlink makes', () => {
  const files = { 'pom.xml': '<project><packaging>jar</packaging></project>', 'src/A.java': '' };
  const link = (modules: string) => `RUN jlink --add-modules ${modules} --no-header-files --output /opt/jre`;
  const byPath = 'CMD ["/opt/jre/bin/java", "-jar", "target/app.jar"]';

  it('is all of Java that the runtime stage has', async () => {
    const text = maven(byPath, link('java.base,java.logging'));
    expect(added(await convert(text, files), text)).toEqual([
      'FROM maven:3.9-eclipse-temurin-21 AS build',
      'FROM ubuntu:noble',
      'ENV LANG=C.UTF-8',
      'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
      'COPY --from=build /opt/jre /opt/jre',
      'COPY --from=build /app/target/app.jar /app/target/app.jar',
    ]);
  });

  it('is found first in PATH, and keeps the distribution of its JDK', async () => {
    const text = maven(start, link('java.base'), 'ENV PATH=/opt/jre/bin:$PATH LANG=de_DE.UTF-8').replace(
      'temurin-21',
      'temurin-21-alpine',
    );
    const found = added(await convert(text, files), text);
    expect(found).toContain('FROM alpine:3.24');
    expect(found.some((line) => line.startsWith('ENV LANG=C'))).toBe(false);
  });

  it.each(['java.base,java.desktop', 'ALL-MODULE-PATH', '$(jdeps --print-module-deps target/app.jar)'])(
    'gets what draws texts where its modules may: %s',
    async (modules) => {
      const found = await convert(maven(byPath, link(modules)), files);
      expect(found).toContain('apt-get install -y --no-install-recommends fontconfig');
    },
  );

  it.each([
    ['another Java is started', maven(start, link('java.base')), 'not sure that the container starts it'],
    [
      'it is not the first in PATH',
      maven(start, link('java.base'), 'ENV PATH=$PATH:/opt/jre/bin'),
      'not sure that the container starts it',
    ],
    [
      'it is not known what it runs on',
      maven(byPath, link('java.base')).replace('eclipse-temurin-21', 'amazoncorretto-21'),
      'On which distribution',
    ],
  ])('is refused where %s', async (_, text, reason) => {
    expect(await convert(text, files)).toContain(reason);
  });
});
