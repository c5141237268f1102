import { fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Files that a web server hands out as they are: a folder with an index.html, here or where such files usually lie. */
export async function detectStaticSite(folder: ProjectFolder): Promise<Project | undefined> {
  const page = await folder.first([
    'index.html',
    'public/index.html',
    'site/index.html',
    'html/index.html',
    'www/index.html',
    'dist/index.html',
  ]);
  if (page === undefined) return undefined;
  const output = page.includes('/') ? page.slice(0, page.indexOf('/')) : '.';
  return {
    language: 'static',
    tool: 'none',
    title: 'Static site',
    because: { file: page, says: 'it is here' },
    shape: 'site',
    facts: { output: fact(output, page, 'it is here') },
    remarks: [],
  };
}
