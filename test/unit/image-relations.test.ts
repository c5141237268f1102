import { describe, expect, it } from 'vitest';
import { imageRelations } from '../../server/src/ide/image-relations.ts';
import { spotIn, workedOn } from '../support/writing.ts';

const skaffold = (target = '') =>
  `apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: ghcr.io/example/web\n      context: web\n${target}`;
const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec:\n      containers:\n        - name: web\n          image: ghcr.io/example/web:1.0\n`;
const dockerfile = 'FROM alpine:3.22 AS build\nRUN true\nFROM alpine:3.22 AS serve\nCOPY --from=build /a /b\n';

describe('images and those who run them', () => {
  it('are told above the stage that is built', async () => {
    const files = { 'skaffold.yaml': skaffold(), 'k8s/a.yaml': deployment('shop'), 'k8s/b.yaml': deployment('admin') };
    const worked = workedOn('web/Dockerfile', dockerfile, files);
    expect(await imageRelations.lenses?.(worked)).toEqual([
      { kind: 'images', offset: dockerfile.indexOf('FROM', 5), title: 'Runs in Deployment/shop, Deployment/admin' },
    ]);
  });

  it('are told above the target that a build names, and nowhere else', async () => {
    const files = { 'skaffold.yaml': skaffold('      docker: {target: build}\n'), 'k8s/a.yaml': deployment('shop') };
    const lenses = await imageRelations.lenses?.(workedOn('web/Dockerfile', dockerfile, files));
    expect(lenses?.map(({ offset }) => offset)).toEqual([0]);
  });

  it('are not told where only names are alike', async () => {
    expect(
      await imageRelations.lenses?.(workedOn('web/Dockerfile', dockerfile, { 'a.yaml': deployment('shop') })),
    ).toEqual([]);
  });

  it('are told at the image of a container, with the reason', async () => {
    const marked = deployment('shop').replace('example/web', 'exam|ple/web');
    const [found] =
      (await imageRelations.explain?.(
        spotIn('k8s/a.yaml', marked, { 'skaffold.yaml': skaffold(), 'web/Dockerfile': dockerfile }),
      )) ?? [];
    expect(found?.text).toMatch(/^\*\*Built by\*\* \[web\/Dockerfile\]\(file:.*web\/Dockerfile\): .*Skaffold/);
    const [guess] =
      (await imageRelations.explain?.(spotIn('k8s/a.yaml', marked, { 'web/Dockerfile': dockerfile }))) ?? [];
    expect(guess?.text).toMatch(/^\*\*Perhaps built by\*\*/);
  });

  it('are told at the image of a container even where it cannot be built', async () => {
    const marked = deployment('shop').replace('example/web', 'exam|ple/web');
    const textWith = async (files: Readonly<Record<string, string>>) =>
      (await imageRelations.explain?.(spotIn('k8s/a.yaml', marked, files)))?.[0]?.text;
    expect(await textWith({ 'skaffold.yaml': skaffold(), 'site/web/Dockerfile': dockerfile })).toBe(
      '**Cannot be built**: Skaffold builds it as an artifact, from web/Dockerfile, which does not exist',
    );
    const wrong = { 'skaffold.yaml': skaffold('      docker: {target: prod}\n'), 'web/Dockerfile': dockerfile };
    expect(await textWith(wrong)).toContain('from web/Dockerfile, which has no stage "prod"');
    expect(await imageRelations.lenses?.(workedOn('web/Dockerfile', dockerfile, wrong))).toEqual([]);
  });

  it('are told at the FROM of the stage', async () => {
    const marked = dockerfile.replace('3.22 AS serve', '3.2|2 AS serve');
    const files = { 'skaffold.yaml': skaffold(), 'k8s/a.yaml': deployment('shop') };
    const [found] = (await imageRelations.explain?.(spotIn('web/Dockerfile', marked, files))) ?? [];
    expect(found?.text).toMatch(/^\*\*Runs in\*\* \[Deployment\/shop\]\(file:/);
  });
});
