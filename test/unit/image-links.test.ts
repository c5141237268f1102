import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { ImageLinks } from '../../server/src/workspace/image-links/image-links.ts';
import { ImageUses } from '../../server/src/workspace/image-links/image-uses.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** A workspace of files by path; what has no text of its own is a Dockerfile. */
function hostOf(files: Files) {
  const placed = Object.entries({ 'a.txt': '', 'z/a.txt': '', ...files }).map(([path, text]) => [
    `${testRoot}/${path}`,
    text,
  ]);
  return new RememberedFiles(new MemoryHost(Object.fromEntries(placed))).recording().host;
}

const linksOf = (files: Files) => ImageLinks.around(`${testRoot}/a.txt`, hostOf(files));

/** The Dockerfiles of an image as `path#target (confidence)`, the best first. */
async function built(files: Files, image: string, from = 'k8s/app.yaml'): Promise<readonly string[]> {
  const links = await linksOf(files);
  return links.dockerfilesOf(image, `${testRoot}/${from}`).map(described);
}

function described({
  dockerfile,
  target,
  confidence,
}: {
  dockerfile: string;
  target: string | undefined;
  confidence: string;
}) {
  return `${dockerfile.slice(testRoot.length + 1)}${target === undefined ? '' : `#${target}`} (${confidence})`;
}

const from = 'FROM scratch\n';

describe('the Dockerfile of an image is found in', () => {
  const artifacts = (image: string, more: string) =>
    `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: ${image}\n${more}`;

  it.each<[string, Files, string, readonly string[]]>([
    [
      'an artifact of Skaffold',
      { 'skaffold.yaml': artifacts('ghcr.io/acme/api', '      context: api\n'), 'api/Dockerfile': from },
      'ghcr.io/acme/api:v1',
      ['api/Dockerfile (certain)'],
    ],
    [
      'an artifact with a Dockerfile and a target',
      {
        'skaffold.yaml': artifacts(
          'acme/api',
          '      docker:\n        dockerfile: docker/api.Dockerfile\n        target: prod\n',
        ),
        'docker/api.Dockerfile': from,
      },
      'acme/api',
      ['docker/api.Dockerfile#prod (certain)'],
    ],
    [
      'a profile of Skaffold',
      {
        'skaffold.yaml':
          'apiVersion: skaffold/v2beta29\nkind: Config\nprofiles:\n  - name: dev\n    build:\n      artifacts:\n        - image: acme/api\n          context: api\n',
        'api/Dockerfile': from,
      },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'an artifact that a patch of a profile adds',
      {
        'skaffold.yaml':
          'apiVersion: skaffold/v4beta11\nkind: Config\nprofiles:\n  - name: more\n    patches:\n      - op: add\n        path: /build/artifacts/1\n        value:\n          image: acme/api\n          context: api\n      - op: add\n        path: /manifests/rawYaml/1\n        value: api/*.yaml\n',
        'api/Dockerfile': from,
      },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'an artifact whose Dockerfile lies beside the definition, not in the context',
      {
        'skaffold.yaml': artifacts(
          'acme/api',
          '      context: api\n      docker:\n        dockerfile: build/api.Dockerfile\n',
        ),
        'build/api.Dockerfile': from,
        'api/main.go': '',
      },
      'acme/api',
      ['build/api.Dockerfile (certain)'],
    ],
    [
      'an artifact of the first versions of Skaffold, before one of the same name elsewhere',
      {
        'k8s/skaffold.yaml':
          'apiVersion: skaffold/v1alpha1\nkind: Config\nbuild:\n  artifacts:\n  - imageName: gcr.io/acme/api\n    workspace: ../api\n    dockerfilePath: Dockerfile.old\n',
        'other/skaffold.yaml': artifacts('gcr.io/acme/api', '      context: .\n'),
        'api/Dockerfile.old': from,
        'other/Dockerfile': from,
      },
      'gcr.io/acme/api',
      ['api/Dockerfile.old (certain)', 'other/Dockerfile (likely)'],
    ],
    [
      'a service of Compose',
      {
        'compose.yaml':
          'services:\n  api:\n    image: acme/api\n    build:\n      context: ./api\n      dockerfile: Dockerfile.prod\n      target: run\n',
        'api/Dockerfile.prod': from,
      },
      'acme/api',
      ['api/Dockerfile.prod#run (certain)'],
    ],
    [
      'a short build of Compose, with variables of .env',
      {
        'docker-compose.yml':
          'services:\n  ad:\n    image: ${NAME}:${VERSION}-ad\n    build: ./ad\n  cart:\n    image: ${NAME}:${VERSION}-cart\n    build: ./cart\n',
        '.env': 'NAME=ghcr.io/acme/demo # here\nVERSION="1.0"\n',
        'ad/Dockerfile': from,
        'cart/Dockerfile': from,
      },
      'ghcr.io/acme/demo:2.3-cart',
      ['cart/Dockerfile (certain)'],
    ],
    [
      'a name that Compose gives',
      { 'shop/compose.yaml': 'services:\n  web:\n    build: .\n', 'shop/Dockerfile': from },
      'shop-web',
      ['shop/Dockerfile (likely)'],
    ],
    [
      'a target of Bake',
      {
        'docker-bake.hcl':
          '# comment\nvariable "REG" { default = "ghcr.io/acme" }\nvariable "TAG" {\n  default = "dev"\n}\ngroup "default" { targets = ["api"] }\ntarget "base" {\n  context = "api"\n  args = { A = "1", B = upper("x") }\n}\ntarget "api" {\n  inherits = ["base"]\n  dockerfile = "prod.Dockerfile"\n  target = "run"\n  tags = [\n    "${REG}/api:${TAG}", # the name\n    "${REG}/api:latest",\n  ]\n}\n',
        'api/prod.Dockerfile': from,
      },
      'ghcr.io/acme/api:1.0',
      ['api/prod.Dockerfile#run (certain)'],
    ],
    [
      'a target of Bake in JSON',
      {
        'docker-bake.json': '{"target": {"api": {"context": "./api", "tags": ["acme/api"]}}}',
        'api/Dockerfile': from,
      },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a Bake file that is run from a folder above',
      {
        'build/docker-bake.hcl': 'target "api" {\n  context = "src/api"\n  tags = ["acme/api"]\n}\n',
        'src/api/Dockerfile': from,
      },
      'acme/api',
      ['src/api/Dockerfile (likely)'],
    ],
    [
      'a Tiltfile',
      {
        Tiltfile:
          "reg = 'acme'\ndocker_build(reg + '/api', './api', dockerfile='docker/api.Dockerfile', target='run', live_update=[sync('a', 'b')])\n",
        'docker/api.Dockerfile': from,
      },
      'acme/api',
      ['docker/api.Dockerfile#run (certain)'],
    ],
    [
      'a GitHub workflow',
      {
        '.github/workflows/ci.yml':
          'env:\n  IMAGE: ghcr.io/acme/api\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          file: build/Dockerfile\n          target: run\n          tags: |\n            ${{ env.IMAGE }}:${{ github.sha }}\n            ${{ env.IMAGE }}:latest\n',
        'build/Dockerfile': from,
      },
      'ghcr.io/acme/api:1.2.3',
      ['build/Dockerfile#run (certain)'],
    ],
    [
      'a GitHub workflow whose tags another step makes',
      {
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    steps:\n      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          images: ghcr.io/acme/api\n      - uses: docker/build-push-action@v6\n        with:\n          context: api\n          tags: ${{ steps.meta.outputs.tags }}\n',
        'api/Dockerfile': from,
      },
      'ghcr.io/acme/api:1.2.3',
      ['api/Dockerfile (certain)'],
    ],
    [
      'the matrix of a GitHub workflow',
      {
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    strategy:\n      matrix:\n        service: [api, web]\n        include:\n          - service: web\n            file: front/Dockerfile\n          - service: api\n            file: back/Dockerfile\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          file: ${{ matrix.file }}\n          tags: ghcr.io/acme/${{ matrix.service }}:latest\n',
        'front/Dockerfile': from,
        'back/Dockerfile': from,
      },
      'ghcr.io/acme/web',
      ['front/Dockerfile (certain)'],
    ],
    [
      'a step of a GitHub workflow that runs a build',
      {
        '.github/workflows/ci.yml':
          "jobs:\n  a:\n    env:\n      REPO: ghcr.io/acme\n    steps:\n      - working-directory: api\n        run: |\n          echo ${{ github.sha || 'x' }}\n          docker buildx build --push -t ${{ env.REPO }}/api:${{ github.sha }} \\\n            --file Dockerfile.web .\n",
        'api/Dockerfile.web': from,
      },
      'ghcr.io/acme/api:abc',
      ['api/Dockerfile.web (certain)'],
    ],
    [
      'a workflow that another one calls',
      {
        '.github/workflows/build.yml':
          'on:\n  workflow_call:\n    inputs:\n      name: {type: string}\n      file: {default: Dockerfile}\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: ${{ inputs.name }}\n          file: ${{ inputs.name }}/${{ inputs.file }}\n          tags: acme/${{ inputs.name }}:${{ github.sha }}\n',
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    strategy: {matrix: {name: [api, web]}}\n    uses: ./.github/workflows/build.yml\n    with:\n      name: ${{ matrix.name }}\n',
        'api/Dockerfile': from,
        'web/Dockerfile': from,
      },
      'acme/web:1',
      ['web/Dockerfile (certain)'],
    ],
    [
      'a matrix that only tags tell apart',
      {
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    strategy: {matrix: {name: [ad, cart]}}\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: src/${{ matrix.name }}\n          tags: acme/demo:${{ github.sha }}-${{ matrix.name }}\n',
        'src/ad/Dockerfile': from,
        'src/cart/Dockerfile': from,
      },
      'acme/demo:1.0-cart',
      ['src/cart/Dockerfile (certain)'],
    ],
    [
      'a call of a workflow of another repository',
      {
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    uses: acme/.github/.github/workflows/docker-build.yml@main\n    with:\n      image-names: |\n        acme/shop_vote\n        ghcr.io/acme/shop-vote\n      context: vote\n',
        'vote/Dockerfile': from,
      },
      'acme/shop_vote',
      ['vote/Dockerfile (likely)'],
    ],
    [
      'the tags that Bake makes of a list',
      {
        'docker-bake.hcl':
          'variable "NAMES" {\n  default = ["one", "two"]\n}\ntarget "all" {\n  context = "a"\n  tags = [\n    for name in NAMES :\n    "acme/${name}"\n  ]\n}\n',
        'a/Dockerfile': from,
      },
      'acme/two',
      ['a/Dockerfile (certain)'],
    ],
    [
      'the tags that Bake makes of a list that stands there',
      {
        'docker-bake.hcl':
          'target "all" {\n  context = "a"\n  tags = [for t in [{ name = "one" }, { name = "two" }] : "acme/${t.name}"]\n  target = "run"\n}\n',
        'a/Dockerfile': from,
      },
      'acme/two',
      ['a/Dockerfile#run (certain)'],
    ],
    [
      'the tags that Bake makes of what is not known',
      {
        'docker-bake.hcl':
          'target "all" {\n  context = "a"\n  tags = [for t in split(",", TAGS) : "acme/api:${t}"]\n}\n',
        'a/Dockerfile': from,
      },
      'acme/api:2',
      ['a/Dockerfile (certain)'],
    ],
    [
      'the matrix of a target of Bake',
      {
        'docker-bake.hcl':
          'images = [\n  { name = "one", source = "a" },\n  {\n    name = "two"\n    source = "b"\n  }\n]\ntarget "all" {\n  matrix = { item = images }\n  name = item.name\n  context = item.source\n  tags = ["acme/${item.name}"]\n}\n',
        'a/Dockerfile': from,
        'b/Dockerfile': from,
      },
      'acme/two',
      ['b/Dockerfile (certain)'],
    ],
    [
      'a makefile whose variable holds the command',
      {
        Makefile: 'TOOL ?= docker buildx\nBUILD := $(TOOL) build\nimage:\n\t$(BUILD) --push -t acme/api api\n',
        'api/Dockerfile': from,
      },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a makefile that pipes the Dockerfile, for each architecture',
      {
        Makefile:
          'NAME ?= acme/api\nARCH ?= $(shell go env GOARCH)\nimage:\n\tcat ./api/Dockerfile | DOCKER_BUILDKIT=1 docker build . -t $(NAME)-$(ARCH):$(TAG) --file -\n',
        'api/Dockerfile': from,
      },
      'acme/api:main',
      ['api/Dockerfile (likely)'],
    ],
    [
      'a job of GitLab CI',
      {
        '.gitlab-ci.yml':
          'variables:\n  IMAGE: registry.example.com/acme/api\nbuild:\n  script:\n    - cd api\n    - docker build -t "$IMAGE:$CI_COMMIT_SHA" .\n',
        'api/Dockerfile': from,
      },
      'registry.example.com/acme/api:1.0',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a job of GitLab CI with kaniko',
      {
        '.gitlab-ci.yml':
          'build:\n  script:\n    - /kaniko/executor --context "$CI_PROJECT_DIR/api" --dockerfile $CI_PROJECT_DIR/api/Dockerfile --destination acme/api:latest\n',
        'api/Dockerfile': from,
      },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a makefile',
      {
        Makefile:
          'IMG ?= acme/api:latest\nCONTAINER_TOOL ?= docker\n\nimage: ## Build\n\t@$(CONTAINER_TOOL) build --build-arg A=1 \\\n\t  -f build/Dockerfile -t ${IMG} .\n',
        'build/Dockerfile': from,
      },
      'acme/api:latest',
      ['build/Dockerfile (certain)'],
    ],
    [
      'a script above whose folder the Dockerfile is',
      {
        'hack/build.sh': '#!/bin/bash\nset -e\nIMAGE=acme/api\npodman build -qt "$IMAGE" -f build/Containerfile .\n',
        'build/Containerfile': from,
      },
      'acme/api',
      ['build/Containerfile (certain)'],
    ],
    [
      'a script that builds what is called alike',
      {
        'build.sh': 'for name in api web; do\n  docker build -t "$REGISTRY/$name:$TAG" "src/$name"\ndone\n',
        'src/api/Dockerfile': from,
        'src/web/Dockerfile': from,
      },
      'ghcr.io/acme/web:1',
      ['src/web/Dockerfile (likely)'],
    ],
    [
      'package.json',
      { 'api/package.json': '{"scripts": {"image": "docker build -t acme/api ."}}', 'api/Dockerfile': from },
      'acme/api',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a task of an Azure pipeline',
      {
        'azure-pipelines.yml':
          'variables:\n  name: shop/api\nstages:\n  - stage: build\n    jobs:\n      - job: one\n        steps:\n          - task: Docker@2\n            inputs:\n              command: buildAndPush\n              containerRegistry: acr\n              repository: $(name)\n              Dockerfile: $(Build.SourcesDirectory)/api/prod.Dockerfile\n              tags: |\n                $(Build.BuildId)\n                latest\n',
        'api/prod.Dockerfile': from,
      },
      'acme.azurecr.io/shop/api:latest',
      ['api/prod.Dockerfile (likely)'],
    ],
    [
      'a script of an Azure pipeline',
      {
        '.azure-pipelines/build.yml': 'steps:\n  - bash: docker build -t acme/api:1 api\n',
        'api/Dockerfile': from,
      },
      'acme/api:1',
      ['api/Dockerfile (certain)'],
    ],
    [
      'a step of Cloud Build',
      {
        'cloudbuild.yaml':
          "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '-t', '${_REGISTRY}/api:$SHORT_SHA', '-f', 'api/prod.Dockerfile', '.']\nsubstitutions:\n  _REGISTRY: gcr.io/acme\n",
        'api/prod.Dockerfile': from,
      },
      'gcr.io/acme/api:abc',
      ['api/prod.Dockerfile (certain)'],
    ],
    [
      'kaniko in Cloud Build, and a script there',
      {
        'ci/cloudbuild.yaml':
          'steps:\n  - name: gcr.io/kaniko-project/executor:latest\n    dir: web\n    args:\n      - --destination=acme/web:1\n  - name: gcr.io/cloud-builders/docker\n    entrypoint: bash\n    args:\n      - -c\n      - |\n        docker build -t acme/api:1 api\n',
        'ci/api/Dockerfile': from,
        'ci/web/Dockerfile': from,
      },
      'acme/web:1',
      ['ci/web/Dockerfile (certain)'],
    ],
    [
      'a task of a Taskfile',
      {
        'Taskfile.yml':
          "version: '3'\nvars:\n  IMAGE: acme/api\ntasks:\n  build:\n    dir: api\n    cmds:\n      - go vet ./...\n      - cmd: docker build -t {{.IMAGE}}:{{.TAG}} .\n",
        'api/Dockerfile': from,
      },
      'acme/api:7',
      ['api/Dockerfile (certain)'],
    ],
    [
      'an image of DevSpace',
      {
        'devspace.yaml':
          'version: v2beta1\nvars:\n  IMAGE: acme/api\nimages:\n  api:\n    image: ${IMAGE}\n    dockerfile: docker/api.Dockerfile\n    context: api\n    target: run\n',
        'docker/api.Dockerfile': from,
      },
      'acme/api',
      ['docker/api.Dockerfile#run (certain)'],
    ],
    [
      'the name of its folder',
      { 'services/api/Dockerfile': from },
      'ghcr.io/acme/api:1',
      ['services/api/Dockerfile (guess)'],
    ],
    [
      'the name of the folder above, where its own says nothing',
      { 'images/api/rootfs/Dockerfile': from },
      'acme/api:1',
      ['images/api/rootfs/Dockerfile (guess)'],
    ],
    ['its own name', { 'build/api.Dockerfile': from }, 'acme/api:1', ['build/api.Dockerfile (guess)']],
  ])('%s', async (_, files, image, expected) => {
    expect(await built(files, image)).toEqual(expected);
  });
});

describe('what is certain', () => {
  const compose = (image: string, build: string) => `services:\n  a:\n    image: ${image}\n    build: ${build}\n`;

  it('is stated by the configuration, against whatever is found', async () => {
    const files = {
      '.seaworthy.yaml':
        'images:\n  acme/api:\n    dockerfile: one/Dockerfile\n    target: run\n  acme/tool-*: tools/*/Dockerfile\n  acme/bought: false\n',
      'compose.yaml': compose('acme/api', 'two'),
      'one/Dockerfile': from,
      'two/Dockerfile': from,
      'tools/lint/Dockerfile': from,
      'bought/Dockerfile': from,
    };
    expect(await built(files, 'acme/api:1')).toEqual(['one/Dockerfile#run (certain)']);
    expect(await built(files, 'acme/tool-lint:1')).toEqual(['tools/lint/Dockerfile (certain)']);
    expect(await built(files, 'acme/bought')).toEqual([]);
  });

  it('is stated by what the configuration builds upon, unless it says otherwise itself', async () => {
    const files = {
      '.seaworthy.yaml': 'extends: [recommended, ./config/base.yaml]\nimages:\n  acme/api: one/Dockerfile\n',
      'config/base.yaml':
        'extends: ../.seaworthy.yaml\nimages:\n  acme/api: ../two/Dockerfile\n  acme/web: ../two/Dockerfile\n',
      'one/Dockerfile': from,
      'two/Dockerfile': from,
    };
    expect(await built(files, 'acme/api:1')).toEqual(['one/Dockerfile (certain)']);
    expect(await built(files, 'acme/web:1')).toEqual(['two/Dockerfile (certain)']);
  });

  it('is nothing that definitions contradict', async () => {
    const files = {
      'compose.yaml': compose('acme/api', 'one'),
      Makefile: 'image:\n\tdocker build -t acme/api two\n',
      'one/Dockerfile': from,
      'two/Dockerfile': from,
    };
    expect(await built(files, 'acme/api')).toEqual(['one/Dockerfile (likely)', 'two/Dockerfile (likely)']);
  });

  it('is, of a bare name, what is said around the file that names it', async () => {
    const files = {
      'one/compose.yaml': compose('web', '.'),
      'one/Dockerfile': from,
      'two/compose.yaml': compose('web', '.'),
      'two/Dockerfile': from,
    };
    expect((await built(files, 'web', 'two/k8s/web.yaml'))[0]).toBe('two/Dockerfile (certain)');
    expect((await built(files, 'web', 'three/web.yaml')).every((link) => link.endsWith('(guess)'))).toBe(true);
  });

  it('is not a name of which part has yet to be filled in', async () => {
    const files = { Makefile: 'image:\n\tdocker build -t $(REGISTRY)/api:$(TAG) api\n', 'api/Dockerfile': from };
    expect(await built(files, 'ghcr.io/acme/api:1')).toEqual(['api/Dockerfile (likely)']);
    expect(await built(files, 'ghcr.io/acme/other:1')).toEqual([]);
  });

  it('is not where another definition, with part of its name open, may be the one', async () => {
    const files = {
      Tiltfile: "docker_build('quay.io/acme/api', '.', dockerfile='build/Dockerfile.one')\n",
      Makefile: 'image:\n\tdocker build -t $(PREFIX)api:$(TAG) .\n',
      'build/Dockerfile.one': from,
      Dockerfile: from,
    };
    expect(await built(files, 'quay.io/acme/api')).toEqual(['build/Dockerfile.one (likely)', 'Dockerfile (likely)']);
  });

  it('is, where only the default of a variable speaks against it, what is near', async () => {
    const files = {
      'web/Makefile': 'REG ?= quay.io/acme\nimage:\n\tdocker build -t $(REG)/web .\n',
      'web/Dockerfile': from,
    };
    expect(await built(files, 'ghcr.io/acme/web', 'web/pod.yaml')).toEqual(['web/Dockerfile (likely)']);
    expect(await built(files, 'ghcr.io/acme/web', 'other/pod.yaml')).toEqual(['web/Dockerfile (guess)']);
  });

  it('is not what is for development', async () => {
    const files = { 'compose.yaml': compose('acme/api', '{context: ., target: dev}'), Dockerfile: from };
    expect(await built(files, 'acme/api')).toEqual(['Dockerfile#dev (likely)']);
  });

  it('is not another tag than the one that is built', async () => {
    const files = { 'compose.yaml': compose('acme/api:dev', 'api'), 'api/Dockerfile': from };
    expect(await built(files, 'acme/api:dev')).toEqual(['api/Dockerfile (certain)']);
    expect(await built(files, 'acme/api:1.0')).toEqual(['api/Dockerfile (likely)']);
  });

  it('is no official image, which most often is just that', async () => {
    const files = { 'compose.yaml': compose('redis', 'cache'), 'cache/Dockerfile': from, 'nginx/Dockerfile': from };
    expect(await built(files, 'redis')).toEqual(['cache/Dockerfile (likely)']);
    expect(await built(files, 'nginx:1.30')).toEqual([]);
    expect(await built(files, 'docker.io/bitnami/redis')).toEqual([]);
  });
});

describe('no Dockerfile is taken for', () => {
  it('an image that is called like it, when its own is known by a full name', async () => {
    const files = {
      'compose.yaml': 'services:\n  search:\n    image: ghcr.io/acme/demo:search\n    build: src/search\n',
      'src/search/Dockerfile': from,
    };
    expect(await built(files, 'searchproject/search:3')).toEqual([]);
    expect(await built(files, 'ghcr.io/acme/demo:search')).toEqual(['src/search/Dockerfile (certain)']);
  });

  it('a name of which nothing is known', async () => {
    const files = {
      Makefile: 'image:\n\tdocker build -t $(IMG) .\n\tdocker build -t $(A)/$(B):latest .\n',
      Dockerfile: from,
    };
    expect(await built(files, 'acme/api')).toEqual([]);
    expect(await built(files, '{{ .Values.image }}')).toEqual([]);
    expect(await built(files, '')).toEqual([]);
  });

  it('what Jib, ko or buildpacks build', async () => {
    const files = {
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n      jib: {}\n    - image: acme/web\n      buildpacks: {builder: x}\n    - image: acme/job\n      ko: {}\n',
      'api/Dockerfile': from,
    };
    expect(await built(files, 'acme/api')).toEqual([]);
    const links = await linksOf(files);
    const builders = ['api', 'web', 'job'].map(
      (name) => links.builtOtherwise(`acme/${name}`, `${testRoot}/k8s/a.yaml`)?.builder,
    );
    expect(builders).toEqual(['jib', 'buildpacks', 'ko']);
  });

  it('what the build files of Java packages and ko say', async () => {
    const files = {
      'a/pom.xml': '<plugin><artifactId>jib-maven-plugin</artifactId><configuration><to>\n<image>acme/a</image></to>',
      'b/build.gradle.kts': 'jib {\n  to {\n    image = "acme/b"\n  }\n}\n',
      'a/Dockerfile': from,
      'b/Dockerfile': from,
      'cmd/app/Dockerfile': from,
    };
    expect(await built(files, 'acme/a:1')).toEqual([]);
    expect(await built(files, 'acme/b:1')).toEqual([]);
    expect(await built(files, 'ko://github.com/acme/cmd/app')).toEqual([]);
    const links = await linksOf(files);
    const builders = ['acme/a:2', 'acme/b', 'ko://github.com/acme/cmd/app'].map(
      (image) => links.builtOtherwise(image, `${testRoot}/k8s/a.yaml`)?.builder,
    );
    expect(builders).toEqual(['jib', 'jib', 'ko']);
  });

  it('a bare name that something near builds without one', async () => {
    const files = {
      'one/skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      buildpacks: {builder: x}\n',
      'two/compose.yaml': 'services:\n  a:\n    image: web\n    build: .\n',
      'two/Dockerfile': from,
    };
    expect(await built(files, 'web', 'one/k8s/web.yaml')).toEqual([]);
  });

  it('a path outside of the workspace, or one that leads nowhere', async () => {
    const files = {
      'z/compose.yaml':
        'services:\n  a:\n    image: acme/a\n    build: ../../..\n  b:\n    image: acme/b\n    build: nowhere\n',
      Makefile: 'image:\n\tgit clone https://example.com/c\n\tdocker build -t acme/c c\n',
    };
    expect(await built(files, 'acme/a')).toEqual([]);
    const { broken } = await linksOf(files);
    expect(broken.map(({ image, dockerfile }) => `${image?.text} ${dockerfile}`)).toEqual([
      `acme/b ${testRoot}/z/nowhere/Dockerfile`,
    ]);
  });
});

describe('names are followed', () => {
  it('through the images of a kustomization', async () => {
    const files = {
      Makefile: 'image:\n\tdocker build -t ghcr.io/acme/operator:latest .\n',
      'config/kustomization.yaml':
        'resources: [manager.yaml]\nimages:\n  - name: controller\n    newName: ghcr.io/acme/operator\n    newTag: v1\n',
      Dockerfile: from,
    };
    expect(await built(files, 'controller:latest', 'config/manager.yaml')).toEqual(['Dockerfile (likely)']);
  });

  it('through the kustomization around the file, where several rename one name', async () => {
    const renamed = (name: string) => `images:\n  - name: controller\n    newName: acme/${name}\n`;
    const files = {
      'one/config/kustomization.yaml': renamed('one'),
      'two/config/kustomization.yaml': renamed('two'),
      Makefile: 'image:\n\tdocker build -t acme/one one\n\tdocker build -t acme/two two\n',
      'one/Dockerfile': from,
      'two/Dockerfile': from,
    };
    expect(await built(files, 'controller', 'two/config/manager.yaml')).toEqual(['two/Dockerfile (likely)']);
  });

  describe('through what Skaffold installs a chart with', () => {
    const template = 'chart/templates/deployment.yaml';
    const skaffoldOf = (release: string, images: readonly string[] = ['acme/api', 'gcr.io/acme/web-app']) =>
      `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${images.map((image) => `    - image: ${image}\n      context: ${image.replace(/.*\//, '')}\n`).join('')}${release}`;
    const release = (settings: string, section = 'deploy') =>
      `${section}:\n  helm:\n    releases:\n      - name: a\n        chartPath: chart\n        ${settings}\n`;
    const filesOf = (text: string): Files => ({
      'skaffold.yaml': skaffoldOf(text),
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
      'chart/values.yaml': 'image:\n  repository: other/image\n  tag: "1"\n',
      'api/Dockerfile': from,
      'web-app/Dockerfile': from,
    });
    const map = '{{ .Values.image.repository }}:{{ .Values.image.tag }}';

    it.each<[string, string, string, readonly string[]]>([
      ['as artifactOverrides', release('artifactOverrides: {image: acme/api}'), map, ['api/Dockerfile (certain)']],
      ['as values of old', release('values: {image: acme/api}'), '{{ .Values.image }}', ['api/Dockerfile (certain)']],
      ['as setValues', release('setValues: {image.repository: acme/api}'), map, ['api/Dockerfile (certain)']],
      [
        'as nested values, of manifests',
        release('setValues: {image: {repository: acme/api}}', 'manifests'),
        map,
        ['api/Dockerfile (certain)'],
      ],
      [
        'as the first image',
        release('setValueTemplates: {image: "{{.IMAGE_REPO}}"}'),
        '{{ .Values.image }}',
        ['api/Dockerfile (certain)'],
      ],
      [
        'by number',
        release('setValueTemplates: {image: "{{ .IMAGE_FULLY_QUALIFIED2 }}"}'),
        '{{ .Values.image }}',
        ['web-app/Dockerfile (certain)'],
      ],
      [
        'by name',
        release('setValueTemplates: {image.repository: "{{.IMAGE_REPO_gcr_io_acme_web_app}}"}'),
        map,
        ['web-app/Dockerfile (certain)'],
      ],
      [
        'by name, in parts',
        release(
          'setValueTemplates: {image.registry: "{{.IMAGE_DOMAIN_gcr_io_acme_web_app}}", image.repository: "{{.IMAGE_REPO_NO_DOMAIN_gcr_io_acme_web_app}}"}',
        ),
        '{{ .Values.image.registry }}/{{ .Values.image.repository }}',
        ['web-app/Dockerfile (certain)'],
      ],
      [
        'of a helper',
        release('artifactOverrides: {image: acme/api}'),
        '{{ include "image" (dict "image" .Values.image) }}',
        ['api/Dockerfile (certain)'],
      ],
      [
        'and not where two releases say different things',
        `${release('setValues: {image: acme/api}')}${release('setValues: {image: gcr.io/acme/web-app}', 'manifests')}`,
        '{{ .Values.image }}',
        [],
      ],
      ['and not with what only the build knows', release('setValueTemplates: {image: "{{.IMAGE_DIGEST}}"}'), map, []],
    ])('%s', async (_, text, image, expected) => {
      expect(await built(filesOf(text), image, template)).toEqual(expected);
    });

    it('without values of its own', async () => {
      const files = filesOf(release('setValues: {image: acme/api}'));
      const { 'chart/values.yaml': _, ...others } = files;
      expect(await built(others, '{{ .Values.image }}', template)).toEqual(['api/Dockerfile (certain)']);
    });
  });

  it('through the default values of a chart', async () => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    image: ghcr.io/acme/api\n    build: api\n',
      'api/Dockerfile': from,
      'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      'chart/values.yaml':
        'image:\n  repository: ghcr.io/acme/api\n  tag: ""\nother:\n  registry: ghcr.io\n  repository: acme/api\n  tag: latest\n',
    };
    const template = 'chart/templates/deployment.yaml';
    const image = '{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}';
    expect(await built(files, image, template)).toEqual(['api/Dockerfile (certain)']);
    expect(await built(files, '{{ include "image" .Values.other }}', template)).toEqual(['api/Dockerfile (certain)']);
    const helper =
      '{{ include "image" (dict "registry" .Values.global.registry "image" .Values.other "tag" .Chart.AppVersion) }}';
    expect(await built(files, helper, template)).toEqual(['api/Dockerfile (certain)']);
    expect(await built(files, '{{ printf "%s:%s" .Values.image.repository .Chart.AppVersion }}', template)).toEqual([
      'api/Dockerfile (certain)',
    ]);
    expect(await built(files, image, 'k8s/deployment.yaml')).toEqual([]);
  });

  it.each([
    [
      'one way or the other',
      '{{- if .Values.registry -}}\n{{- printf "%s/%s" .Values.registry.server .Values.image.repository -}}\n{{- else -}}\n{{- .Values.image.repository -}}\n{{- end -}}\n',
    ],
    [
      'with a variable',
      '{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}\n{{- printf "%s:%s" .Values.image.repository $tag -}}\n',
    ],
    ['part by part, through another', '{{ include "app.repository" . }}:{{ .Values.image.tag }}\n'],
  ])('through a named template that writes it %s', async (_, body) => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    image: acme/api\n    build: api\n',
      'api/Dockerfile': from,
      'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      'chart/values.yaml': 'image:\n  repository: acme/api\n  tag: latest\n',
      'chart/templates/_names.tpl': `{{- define "app.repository" -}}\n{{ .Values.image.repository }}\n{{- end -}}\n{{- define "app.image" -}}\n${body}{{- end -}}\n{{- define "loop" }}{{ include "loop" . }}{{ end }}\n`,
    };
    const template = 'chart/templates/deployment.yaml';
    expect(await built(files, '{{ include "app.image" . }}', template)).toEqual(['api/Dockerfile (certain)']);
    expect(await built(files, '{{ include "loop" . }}', template)).toEqual([]);
  });

  it('through values that lie beside the default ones, where these say nothing', async () => {
    const files = {
      'compose.yaml': 'services:\n  a:\n    image: acme/api\n    build: api\n',
      'api/Dockerfile': from,
      'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      'chart/values.yaml': 'replicas: 1\nother: acme/other\n',
      'chart/values-prod.yaml': 'image: acme/api\nother: acme/api\n',
    };
    expect(await built(files, '{{ .Values.image }}', 'chart/templates/a.yaml')).toEqual(['api/Dockerfile (certain)']);
    expect(await built(files, '{{ .Values.other }}', 'chart/templates/a.yaml')).toEqual([]);
  });
});

describe('a link', () => {
  const files = {
    'skaffold.yaml':
      'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n      context: api\n      docker:\n        buildArgs: {VERSION: "{{.V}}", MODE: prod}\n',
    'api/Dockerfile': from,
    'k8s/api.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: acme/api:1\n        - name: other\n          image: acme/other\n',
  };

  it('says what the build is given, and where that is written', async () => {
    const [link] = (await linksOf(files)).all;
    expect(link?.context).toBe(`${testRoot}/api`);
    expect([...(link?.args ?? [])]).toEqual([
      ['VERSION', '{{.V}}'],
      ['MODE', 'prod'],
    ]);
    const [evidence] = link?.evidence ?? [];
    const { start = 0, end = 0 } = evidence?.place?.span ?? {};
    expect(files['skaffold.yaml'].slice(start, end)).toBe('acme/api');
  });

  it('leads back to the containers that run the image', async () => {
    const uses = await ImageUses.around(`${testRoot}/a.txt`, hostOf(files));
    const found = uses.of(`${testRoot}/api/Dockerfile`);
    expect(
      found.map(({ container, place }) => [
        container.name,
        files['k8s/api.yaml'].slice(place.span.start, place.span.end),
      ]),
    ).toEqual([['api', 'acme/api:1']]);
  });

  it('is known again when its Dockerfile comes, whatever it is called', async () => {
    const memory = new Map([
      [
        `${testRoot}/compose.yaml`,
        'services:\n  a:\n    image: acme/a\n    build: {context: ., dockerfile: build/a.docker}\n',
      ],
      [`${testRoot}/build/readme`, ''],
    ]);
    const remembered = new RememberedFiles({
      readText: async (uri) => memory.get(uri),
      listFolder: (uri) => new MemoryHost(Object.fromEntries(memory)).listFolder(uri),
      rootOf: () => testRoot,
    });
    const ask = () => ImageLinks.around(`${testRoot}/a`, remembered.recording().host);
    const before = await ask();
    expect(before.all).toEqual([]);
    remembered.forget([`${testRoot}/build/readme`]);
    expect(await ask()).toBe(before);
    memory.set(`${testRoot}/build/a.docker`, '');
    remembered.forget([`${testRoot}/build/a.docker`]);
    expect((await ask()).all.map(described)).toEqual(['build/a.docker (certain)']);
  });

  it('is known again when a file changes', async () => {
    const texts: Record<string, string> = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]),
    );
    const memory = new Map(Object.entries(texts));
    const remembered = new RememberedFiles({
      readText: async (uri) => memory.get(uri),
      listFolder: (uri) => new MemoryHost(Object.fromEntries(memory)).listFolder(uri),
      rootOf: () => testRoot,
    });
    const ask = async () =>
      (await ImageLinks.around(`${testRoot}/a`, remembered.recording().host)).all.map(({ image }) => image.text);
    expect(await ask()).toEqual(['acme/api']);
    memory.set(`${testRoot}/skaffold.yaml`, files['skaffold.yaml'].replace('acme/api', 'acme/new'));
    remembered.forget([`${testRoot}/skaffold.yaml`]);
    expect(await ask()).toEqual(['acme/new']);
  });
});

describe('hostile files', () => {
  const many = 3000;

  it.each<[string, string]>([
    ['docker-bake.hcl', `target "a" {\n tags = ${'['.repeat(many)}\n`],
    ['docker-bake.hcl', `target "a" { x = "${'${"'.repeat(many)}`],
    ['docker-bake.hcl', `target "a" {\n tags = ${'[for a in '.repeat(many)}\n`],
    ['docker-bake.hcl', `target "a" {\n tags = ${'[for a in b : '.repeat(many)}\n`],
    ['docker-bake.json', '{"target": {"a": {"tags": [1, null, {}]}}}'],
    ['Tiltfile', `docker_build(${'('.repeat(many)}`],
    ['Tiltfile', 'a = '.repeat(many)],
    ['Tiltfile', 'docker_build("a",'.repeat(many * 3)],
    ['a.sh', `${'cd a && '.repeat(many * 3)}docker build -t a .`],
    ['Makefile', `A = ${'$(A)'.repeat(400)}\na:\n\tdocker build -t $(A) ${'\\\n\t'.repeat(many)}`],
    ['build.sh', `docker build -t ${'${a:-'.repeat(many)}`],
    ['compose.yaml', 'services: {a: &a {build: *a, image: *a}}'],
    ['compose.yaml', `services:\n  a:\n    image: ${'${A:-'.repeat(300)}\n    build: .\n`],
    ['.github/workflows/a.yml', `jobs: {a: {steps: [{run: "docker build ${'{{'.repeat(many)}"}]}}`],
    ['skaffold.yaml', `apiVersion: skaffold/v1\nbuild:\n  artifacts:\n${'    - image: "*/*"\n'.repeat(many)}`],
  ])('%s does no harm', async (path, text) => {
    const started = performance.now();
    await built({ [path]: text, Dockerfile: from }, 'acme/api');
    // What takes longer with the square of its length takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
