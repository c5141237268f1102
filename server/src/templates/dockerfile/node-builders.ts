import type { Field } from '../template.ts';
import { nodeVersion } from './fields.ts';

/** How a package manager builds what runs without it: the fields it adds, and a stage `build` in which the script has run. */
export interface NodeBuilder {
  /** What stands behind the id of a template: `-pnpm`. */
  readonly suffix: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly stage: string;
}

const npm: NodeBuilder = {
  suffix: '',
  name: 'npm',
  fields: { node: nodeVersion },
  stage: `FROM node:{{node}}-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run {{build}}
`,
};

const pnpm: NodeBuilder = {
  suffix: '-pnpm',
  name: 'pnpm',
  fields: { node: nodeVersion, pnpm: { description: 'version of pnpm', default: '12', choices: ['12', '11', '10'] } },
  stage: String.raw`FROM node:{{node}}-trixie-slim AS build
RUN --mount=type=cache,target=/root/.npm npm install --global pnpm@{{pnpm}}
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile
COPY . .
RUN pnpm run {{build}}
`,
};

const yarn: NodeBuilder = {
  suffix: '-yarn',
  name: 'Yarn',
  fields: { node: nodeVersion, yarn: { description: 'version of Yarn', default: '4', choices: ['4', '4.18.1'] } },
  stage: String.raw`FROM node:{{node}}-trixie-slim AS build
ENV PATH=/opt/yarn/bin:$PATH \
    YARN_NODE_LINKER=node-modules
RUN --mount=type=cache,target=/root/.npm npm install --global --prefix=/opt/yarn @yarnpkg/cli-dist@{{yarn}}
WORKDIR /app
COPY package.json yarn.lock .yarnrc.yml ./
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn install --immutable
COPY . .
RUN yarn run {{build}}
`,
};

const firstYarn: NodeBuilder = {
  suffix: '-yarn-classic',
  name: 'Yarn 1',
  fields: { node: nodeVersion, yarn: { description: 'version of Yarn 1', default: '1.22.22' } },
  stage: `FROM node:{{node}}-trixie-slim AS build
ENV PATH=/opt/yarn/bin:$PATH
RUN --mount=type=cache,target=/root/.npm npm install --global --prefix=/opt/yarn yarn@{{yarn}}
WORKDIR /app
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile
COPY . .
RUN yarn run {{build}}
`,
};

const bun: NodeBuilder = {
  suffix: '-bun',
  name: 'Bun',
  fields: { bun: { description: 'version of Bun', default: '1.4', choices: ['1.4', '1.3'] } },
  stage: `FROM oven/bun:{{bun}}-slim AS build
WORKDIR /app
COPY package.json bun.lock ./
RUN --mount=type=cache,target=/root/.bun/install/cache bun install --frozen-lockfile
COPY . .
RUN bun run {{build}}
`,
};

export const nodeBuilders: readonly NodeBuilder[] = [npm, pnpm, yarn, firstYarn, bun];
