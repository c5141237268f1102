import { healthIn } from './health.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { releases } from './releases.ts';
import { majorMinor, toolVersion, versionIn } from './version-files.ts';
import { releaseIn } from './version-range.ts';

/** A project of Ruby: a folder with a Gemfile. Rails listens on port 3000, Rack on 9292, Sinatra on 4567 (their guides). */
export async function detectRuby(folder: ProjectFolder): Promise<Project | undefined> {
  const gemfile = await folder.read('Gemfile');
  if (gemfile === undefined) return undefined;
  const gem = (name: string) => new RegExp(`^\\s*gem\\s*\\(?\\s*["']${name}["']`, 'm').test(gemfile);
  const facts: Partial<Record<FactName, Fact>> = {};
  const version = await versionOf(folder, gemfile);
  if (version) facts.version = version;
  if (await folder.has('Gemfile.lock')) facts.lock = fact('Gemfile.lock', 'Gemfile.lock', 'it is here');
  const isRails = gem('rails') || (await folder.has('bin/rails'));
  const isRack = await folder.has('config.ru');
  const script = await folder.first(['main.rb', 'app.rb', 'server.rb', 'bot.rb']);
  if (isRails) {
    facts.framework = fact('Rails', 'Gemfile', 'it lists rails');
    facts.start = fact('bin/rails server -b 0.0.0.0', 'Gemfile', 'it lists rails');
  } else if (isRack) {
    facts.framework = fact(gem('sinatra') ? 'Sinatra' : 'Rack', 'config.ru', 'it is here');
    const start = gem('puma') ? 'bundle exec puma' : 'bundle exec rackup --host 0.0.0.0';
    facts.start = fact(start, gem('puma') ? 'Gemfile' : 'config.ru', gem('puma') ? 'it lists puma' : 'it is here');
  } else if (script !== undefined) {
    facts.main = fact(script, script, 'it is here');
    facts.start = fact(`bundle exec ruby ${script}`, script, 'it is here');
    if (gem('sinatra')) facts.framework = fact('Sinatra', 'Gemfile', 'it lists sinatra');
  }
  const port =
    (await portInSources(folder, ['config/puma.rb', ...(script ? [script] : [])], portPatterns)) ??
    usualPort(facts.framework, isRack);
  if (port) facts.port = port;
  const routes = ['config/routes.rb', 'config.ru', ...(script ? [script] : []), 'app.rb'];
  const health = port ? await healthIn(folder, routes) : undefined;
  if (health) facts.health = health;
  return {
    language: 'ruby',
    tool: 'bundler',
    title: 'Ruby with Bundler',
    because: { file: 'Gemfile', says: 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks: [
      ...(facts.lock ? [] : ['There is no Gemfile.lock: commit it, so that every build installs the same.']),
      ...(facts.start ? [] : ['No file says how the program is started.']),
      ...(isRails
        ? ['Rails compiles its assets with bin/rails assets:precompile: run that in the build if it has some.']
        : []),
    ],
  };
}

const portPatterns = [
  /^\s*port\s+ENV\.fetch\(\s*["']PORT["']\s*(?:,\s*["']?|\)\s*\{\s*["']?)(\d{2,5})/m,
  /^\s*port\s+(\d{2,5})\b/m,
  /^\s*bind\s+["']tcp:\/\/[^:"']*:(\d{2,5})["']/m,
  /^\s*set\s+:port,\s*(\d{2,5})\b/m,
];

function usualPort(framework: Fact | undefined, isRack: boolean): Fact | undefined {
  if (!framework) return undefined;
  const port = framework.value === 'Rails' ? '3000' : isRack ? '9292' : '4567';
  return fact(port, framework.because.file, `${framework.value} listens on it`);
}

async function versionOf(folder: ProjectFolder, gemfile: string): Promise<Fact | undefined> {
  const text = await versionIn(folder, '.ruby-version');
  const stated = text === undefined ? undefined : majorMinor(text);
  if (stated) return fact(stated, '.ruby-version', `it says ${text}`);
  const tool = await toolVersion(folder, 'ruby');
  const listed = tool && majorMinor(tool.value);
  if (listed) return { ...tool, value: listed };
  const range = /^\s*ruby\s*\(?\s*["']([^"']+)["']/m.exec(gemfile)?.[1];
  const chosen = range === undefined ? undefined : releaseIn(range, releases.ruby);
  return chosen ? fact(chosen, 'Gemfile', `it asks for ruby "${range}"`) : undefined;
}
