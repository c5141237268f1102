import { beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../support/command-line.ts';
import { sarifMistakes } from '../support/sarif.ts';

const desk = new Desk();

describe('formats', () => {
  beforeEach(() => desk.write({ Dockerfile: 'FROM alpine\nMAINTAINER me\nCMD a & b\n' }));

  it('pretty shows the lines with carets, and what can be done', () => {
    expect(desk.seaworthy(['lint', '--preset', 'recommended']).stdout).toContain(
      'Dockerfile:1:6 warning pin-base-image: alpine has no tag, which means "latest": name a version, so that the next build gets the same system\n' +
        '  1 | FROM alpine\n    |      ^^^^^^\n  = fix (suggested): Pin to alpine:3.24\n',
    );
  });

  it('json has zero-based positions and the names of the peers', () => {
    const finding = desk.json().files[0]?.findings[0];
    expect(finding).toEqual({
      rule: 'pin-base-image',
      severity: 'warning',
      message: expect.stringContaining('alpine has no tag'),
      range: { start: { line: 0, character: 5 }, end: { line: 0, character: 11 } },
      aliases: expect.arrayContaining(['hadolint/DL3006', 'trivy/DS-0001', 'checkov/CKV_DOCKER_7']),
      tags: [],
      related: [],
      fixes: [{ title: 'Pin to alpine:3.24', safety: 'suggested' }],
    });
  });

  it('github annotates, with what would end a command escaped', () => {
    const { stdout } = desk.seaworthy(['lint', '--format', 'github']);
    expect(stdout.split('\n')[0]).toMatch(
      /^::warning file=Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=seaworthy%3A pin-base-image::alpine has no tag/,
    );
  });

  it('github keeps what looks like a command or another property out of paths and messages', () => {
    desk.write({ 'a,line=9::b%/Dockerfile': 'FROM alpine\n' });
    const { stdout } = desk.seaworthy(['lint', '--format', 'github', 'a,line=9::b%']);
    expect(stdout).toContain('::warning file=a%2Cline=9%3A%3Ab%25/Dockerfile,line=1,');
  });

  it('colour only a terminal, unless forced', () => {
    expect(desk.seaworthy(['lint'], { env: { NO_COLOR: '' } }).stdout).not.toContain('\u001B[');
    const forced = (env: NodeJS.ProcessEnv) => desk.seaworthy(['lint'], { env }).stdout;
    expect(forced({ FORCE_COLOR: '1', NO_COLOR: '' })).toContain('\u001B[33mwarning');
    expect(forced({ FORCE_COLOR: '0', NO_COLOR: '' })).not.toContain('\u001B[');
    expect(forced({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\u001B[');
  });
});

describe('junit', () => {
  beforeEach(() => desk.write({ Dockerfile: 'FROM alpine\nMAINTAINER me\nMAINTAINER you & me\nCMD ["a"]\n' }));
  const junit = (...args: string[]) => desk.seaworthy(['lint', '--format', 'junit', ...args]).stdout;

  it('has a failure for each finding that makes the run fail, and a skipped test for the others', () => {
    const text = junit();
    expect(text).toContain('<testsuites name="seaworthy" tests="4" failures="3" errors="0" skipped="1">');
    expect(text).toContain('<testsuite name="Dockerfile" tests="4" failures="3" errors="0" skipped="1">');
    expect(text).toContain('which means &quot;latest&quot;');
    expect(text).toContain('<skipped message="info: The image runs as root');
    expect(junit('--fail-on', 'error')).toContain('failures="0" errors="0" skipped="4"');
    expect(junit('--fail-on', 'info')).toContain('failures="4" errors="0" skipped="0"');
  });

  it('gives no two tests the same names', () => {
    const names = [...junit().matchAll(/<testcase name="(.*?)" classname="(.*?)"/g)].map(([all]) => all);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
    expect(names.join()).toContain('maintainer-is-a-label (2)');
  });

  it('has one passed test for a file without findings', () => {
    desk.write({ 'clean/Dockerfile': 'FROM alpine:3.24\nUSER 1000\n' });
    const text = junit('clean');
    expect(text).toContain('tests="1" failures="0" errors="0" skipped="0"');
    expect(text).toContain('<testcase name="seaworthy" classname="clean/Dockerfile" file="clean/Dockerfile"/>');
  });
});

describe('sarif', () => {
  const sarif = (...args: string[]) => JSON.parse(desk.seaworthy(['lint', '--format', 'sarif', ...args]).stdout);

  beforeEach(() =>
    desk.write({
      Dockerfile: 'FROM alpine\nMAINTAINER me\nENV API_TOKEN=s3cr3t\nCMD a & b\n',
      'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}\n',
      'empty/Dockerfile': '',
    }),
  );

  it('is what its published schema asks for, with findings and without', () => {
    const all = sarif('--preset', 'all');
    expect(sarifMistakes(all)).toEqual([]);
    expect(all.runs[0].results.length).toBeGreaterThan(5);
    expect(sarifMistakes(sarif('empty'))).toEqual([]);
    const broken = structuredClone(all);
    broken.runs[0].results[0].level = 'hint';
    broken.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(sarifMistakes(broken)).toHaveLength(2);
  });

  it('keeps within what code scanning takes, and has all that it asks for', () => {
    const [run] = sarif('--preset', 'all').runs;
    const { rules } = run.tool.driver;
    expect(rules.length).toBeLessThan(25_000);
    for (const rule of rules) {
      expect(rule.name.length).toBeLessThanOrEqual(255);
      for (const { text } of [rule.shortDescription, rule.fullDescription, rule.help]) expect(text).not.toBe('');
      expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
      expect(rule.help.markdown).toContain(`](${rule.helpUri})`);
      expect(rule.defaultConfiguration.level).toMatch(/^(?:note|warning|error)$/);
      expect(rule.properties.precision).toMatch(/^(?:very-high|high|medium)$/);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
      expect(new Set(rule.properties.tags).size).toBe(rule.properties.tags.length);
      const score = rule.properties['security-severity'];
      expect(score !== undefined).toBe(rule.properties.tags.includes('security'));
      if (score !== undefined) expect(score).toMatch(/^[1-9]\.\d$/);
    }
    for (const result of run.results) {
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^(?:Dockerfile|pod\.yaml)$/);
      expect(run.originalUriBaseIds).toHaveProperty([artifactLocation.uriBaseId]);
      expect(Object.keys(region)).toEqual(['startLine', 'startColumn', 'endLine', 'endColumn']);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]+:\d+$/);
    }
    expect(JSON.stringify(run)).not.toContain(desk.folder);
  });

  it('has rules, regions and replacements', () => {
    const [run] = sarif().runs;
    const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'maintainer-is-a-label');
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe('maintainer-is-a-label');
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'Dockerfile', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 14 },
    });
    expect(result.fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toContain('LABEL');
  });

  it('names files so that no character of theirs ends the path', () => {
    desk.write({ 'a#b?c d/Dockerfile': 'FROM alpine\n' });
    const { results } = sarif('a#b?c d').runs[0];
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%23b%3Fc%20d/Dockerfile');
  });

  it('knows a line by what is written there, wherever it moves', () => {
    const hash = (name: string) =>
      sarif(name).runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'maintainer-is-a-label')
        .partialFingerprints.primaryLocationLineHash;
    // A line at the end that is shorter than a hundred characters, and the same line further down.
    desk.write({
      'a/Dockerfile': 'FROM alpine\nMAINTAINER me\n',
      'b/Dockerfile': 'FROM alpine\r\n\r\n\r\nMAINTAINER  me\r\n',
    });
    expect(hash('a')).toBe(hash('b'));
    expect(hash('a')).toBe('75801aa0f1e49f37:1');
  });
});

describe('gitlab', () => {
  interface Issue {
    readonly fingerprint: string;
    readonly check_name: string;
    readonly severity: string;
    readonly location: unknown;
  }
  const gitlab = (): Issue[] => JSON.parse(desk.seaworthy(['lint', '--format', 'gitlab']).stdout);

  it('has for each finding what a report of Code Quality asks for', () => {
    desk.write({ 'a/Dockerfile': 'FROM alpine\nMAINTAINER me\n' });
    expect(gitlab().find((issue) => issue.check_name === 'maintainer-is-a-label')).toEqual({
      description: expect.stringContaining('MAINTAINER is deprecated'),
      check_name: 'maintainer-is-a-label',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: 'major',
      location: { path: 'a/Dockerfile', lines: { begin: 2, end: 2 } },
    });
    desk.write({ 'a/Dockerfile': 'FROM alpine:3.24\nUSER 1000\n' });
    expect(gitlab()).toEqual([]);
  });

  it('has fingerprints that are unique, and stay when lines move', () => {
    const text = 'FROM alpine\nMAINTAINER me\nMAINTAINER me\nUSER 1000\n';
    desk.write({ 'a/Dockerfile': text, 'b/Dockerfile': text });
    const prints = gitlab().map(({ fingerprint }) => fingerprint);
    expect(prints).toHaveLength(6);
    expect(new Set(prints).size).toBe(6);
    desk.write({ 'a/Dockerfile': `# a\n\n${text}` });
    expect(gitlab().map(({ fingerprint }) => fingerprint)).toEqual(prints);
  });
});
