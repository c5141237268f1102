import { type Fact, fact } from './project.ts';
import { type JsonObject, objectIn, type ProjectFolder, textIn } from './project-folder.ts';

/** What a framework says of how a project of Node.js is built and started. */
export interface NodeFramework {
  readonly name: Fact;
  /** Whether what it makes are files for a web server, and no program. */
  readonly isSite: boolean;
  readonly output?: Fact;
  readonly start?: Fact;
  readonly main?: Fact;
  readonly port?: Fact;
  /** A folder of files that its server hands out as they are. */
  readonly assets?: Fact;
  /** The path by which it says that it is well. */
  readonly health?: Fact;
}

type Reader = (folder: ProjectFolder, manifest: JsonObject) => Promise<NodeFramework | undefined>;

/** The framework of a project; those that others are built upon come behind them. */
export async function frameworkOf(folder: ProjectFolder, manifest: JsonObject): Promise<NodeFramework | undefined> {
  for (const read of readers) {
    const framework = await read(folder, manifest);
    if (framework) return framework;
  }
  return undefined;
}

/** Next.js listens on port 3000, and writes a site of files with `output: 'export'` (its documentation, version 16). */
const next: Reader = async (folder, manifest) => {
  if (!dependsOn(manifest, 'next')) return undefined;
  const { file, text } = await configurationOf(folder, 'next.config');
  const output = /\boutput\s*:\s*['"](export|standalone)['"]/.exec(text)?.[1];
  const name = named('Next.js', 'next');
  if (output === 'export') return { name, isSite: true, output: fact('out', file, "output is 'export'") };
  const isStandalone = output === 'standalone';
  return {
    name,
    isSite: false,
    output: isStandalone
      ? fact('.next/standalone', file, "output is 'standalone'")
      : fact('.next', 'package.json', 'next builds into it'),
    ...(isStandalone
      ? { main: fact('server.js', file, "output is 'standalone'") }
      : { start: fact('next start', 'package.json', 'it depends on next') }),
    port: fact('3000', 'package.json', 'next listens on it'),
    ...((await folder.folders()).includes('public') && { assets: fact('public', 'public', 'it is here') }),
    ...(await nextHealth(folder)),
  };
};

/** A route of the app or pages router that is called like a question for its health. */
async function nextHealth(folder: ProjectFolder): Promise<{ readonly health?: Fact }> {
  for (const name of ['health', 'healthz']) {
    const places = ['app', 'src/app'].flatMap((place) => [
      `${place}/api/${name}/route.ts`,
      `${place}/api/${name}/route.js`,
    ]);
    const pages = ['pages', 'src/pages'].flatMap((place) => [`${place}/api/${name}.ts`, `${place}/api/${name}.js`]);
    const file = await folder.first([...places, ...pages]);
    if (file !== undefined) return { health: fact(`/api/${name}`, file, 'it is here') };
  }
  return {};
}

/** Nuxt 3 and later make a server of their own, on port 3000 (nuxt.com/docs, "Deployment"). */
const nuxt: Reader = async (_, manifest) => {
  if (!dependsOn(manifest, 'nuxt')) return undefined;
  const build = textIn(objectIn(manifest, 'scripts'), 'build') ?? '';
  const because = 'it depends on nuxt';
  if (/\bnuxt(?:i)?\s+generate\b/.test(build)) {
    const says = `scripts.build is "${build}"`;
    return { name: named('Nuxt', 'nuxt'), isSite: true, output: fact('.output/public', 'package.json', says) };
  }
  return {
    name: named('Nuxt', 'nuxt'),
    isSite: false,
    output: fact('.output', 'package.json', because),
    main: fact('.output/server/index.mjs', 'package.json', because),
    port: fact('3000', 'package.json', 'nuxt listens on it'),
  };
};

/** NestJS compiles into `dist`, and what `nest new` makes listens on port 3000 (docs.nestjs.com, "First steps"). */
const nest: Reader = async (_, manifest) => {
  if (!dependsOn(manifest, '@nestjs/core')) return undefined;
  const production = textIn(objectIn(manifest, 'scripts'), 'start:prod');
  const file = /^node\s+(\S+)$/.exec(production ?? '')?.[1] ?? 'dist/main';
  const says = production === undefined ? 'it depends on @nestjs/core' : `scripts.start:prod is "${production}"`;
  return {
    name: named('NestJS', '@nestjs/core'),
    isSite: false,
    output: fact('dist', 'package.json', says),
    main: fact(/\.[cm]?js$/.test(file) ? file : `${file}.js`, 'package.json', says),
    port: fact('3000', 'package.json', 'what nest makes listens on it'),
  };
};

/** Angular: the folder stands in angular.json; the builder `application` puts what browsers get into `browser`. */
const angular: Reader = async (folder, manifest) => {
  if (!dependsOn(manifest, '@angular/core')) return undefined;
  const projects = objectIn(await folder.readJson('angular.json'), 'projects');
  const [project = ''] = Object.keys(projects);
  const build = objectIn(objectIn(objectIn(projects, project), 'architect'), 'build');
  const builder = textIn(build, 'builder') ?? '';
  const path = textIn(objectIn(build, 'options'), 'outputPath');
  const folderOf = (path ?? `dist/${project}`).replace(/^\.\/|\/+$/g, '');
  const output = /:application$/.test(builder) ? `${folderOf}/browser` : folderOf;
  const says = path === undefined ? `its builder is "${builder}"` : `outputPath is "${path}"`;
  return {
    name: named('Angular', '@angular/core'),
    isSite: true,
    ...(project !== '' && { output: fact(output, 'angular.json', says) }),
  };
};

/** Astro makes files, unless a server is asked for (docs.astro.build, "On-demand rendering"). */
const astro: Reader = async (folder, manifest) => {
  if (!dependsOn(manifest, 'astro')) return undefined;
  const { file, text } = await configurationOf(folder, 'astro.config');
  const isServer = dependsOn(manifest, '@astrojs/node');
  return {
    name: named('Astro', 'astro'),
    isSite: !isServer,
    output: fact(stringIn(text, 'outDir') ?? 'dist', file ?? 'package.json', 'astro builds into it'),
    ...(isServer && {
      main: fact('dist/server/entry.mjs', 'package.json', 'it depends on @astrojs/node'),
      port: fact('4321', 'package.json', 'astro listens on it'),
    }),
  };
};

/** Vite, for a site without a server of its own (vite.dev, "Building for Production"). */
const vite: Reader = async (folder, manifest) => {
  const build = textIn(objectIn(manifest, 'scripts'), 'build') ?? '';
  if (!dependsOn(manifest, 'vite') || !/\bvite\s+build\b/.test(build)) return undefined;
  if (/--ssr\b/.test(build) || serverSide.some((name) => dependsOn(manifest, name))) return undefined;
  const { file, text } = await configurationOf(folder, 'vite.config');
  const output = stringIn(text, 'outDir');
  return {
    name: named('Vite', 'vite'),
    isSite: true,
    output: output ? fact(output, file, `outDir is "${output}"`) : fact('dist', 'package.json', 'vite builds into it'),
  };
};

const serverSide = [
  '@sveltejs/kit',
  '@remix-run/node',
  '@react-router/node',
  '@solidjs/start',
  '@tanstack/react-start',
];

/** Bundlers for sites whose output has a name of its own (their documentation). */
const sites: readonly (readonly [dependency: string, name: string, output: string])[] = [
  ['react-scripts', 'Create React App', 'build'],
  ['@vue/cli-service', 'Vue CLI', 'dist'],
  ['gatsby', 'Gatsby', 'public'],
  ['@docusaurus/core', 'Docusaurus', 'build'],
  ['vitepress', 'VitePress', '.vitepress/dist'],
  ['@11ty/eleventy', 'Eleventy', '_site'],
  ['parcel', 'Parcel', 'dist'],
];

const site: Reader = async (_, manifest) => {
  const found = sites.find(([dependency]) => dependsOn(manifest, dependency));
  if (!found || textIn(objectIn(manifest, 'scripts'), 'build') === undefined) return undefined;
  const [dependency, name, output] = found;
  return {
    name: named(name, dependency),
    isSite: true,
    output: fact(output, 'package.json', `${dependency} builds into it`),
  };
};

const readers: readonly Reader[] = [next, nuxt, nest, angular, astro, vite, site];

function named(name: string, dependency: string): Fact {
  return fact(name, 'package.json', `it depends on ${dependency}`);
}

function dependsOn(manifest: JsonObject, name: string): boolean {
  return ['dependencies', 'devDependencies'].some((section) => Object.hasOwn(objectIn(manifest, section), name));
}

/** The configuration of a framework, a program in JavaScript: of its settings, those are known that it writes as text. */
async function configurationOf(folder: ProjectFolder, name: string): Promise<{ file: string; text: string }> {
  const file = await folder.first(['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.${ending}`));
  return { file: file ?? 'package.json', text: (file && (await folder.read(file))) ?? '' };
}

function stringIn(text: string, key: string): string | undefined {
  const value = new RegExp(`\\b${key}\\s*:\\s*['"]([\\w./-]+)['"]`).exec(text)?.[1];
  return value?.replace(/^\.\/|\/+$/g, '');
}
