import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerfileTemplates } from '../../server/src/templates/dockerfile/index.ts';
import { dockerignoreTemplates } from '../../server/src/templates/dockerignore/index.ts';
import { fill } from '../../server/src/templates/fill.ts';
import { builtTemplates, unbuiltTemplates } from '../builds/templates.ts';

describe('templates of Dockerfiles', () => {
  it('are built and started by "npm run test:builds", or it is said why not', () => {
    const ids = dockerfileTemplates.map(({ id }) => id).sort();
    expect([...builtTemplates, ...Object.keys(unbuiltTemplates)].sort()).toEqual(ids);
  });

  it.each(builtTemplates)('%s is filled with values of its own', (id) => {
    const sample = JSON.parse(readFileSync(path.join('test/builds/templates', id, 'sample.json'), 'utf8'));
    const template = dockerfileTemplates.find((one) => one.id === id);
    expect(template && fill(template, sample.values)).toContain('HEALTHCHECK');
    expect(dockerignoreTemplates.map((one) => one.id)).toContain(sample.ignore);
  });
});
