import type { Report, Reporter } from '../../core/report.ts';
import { type DependencyInstall, dependencyInstalls } from '../../dockerfile/dependency-installs.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { type Proof, proofOf } from '../../workspace/build-cache/proof.ts';
import { dependencyFilesFirst } from '../../workspace/build-cache/proposals.ts';
import { canPlan } from '../../workspace/dependencies/index.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-dependencies-first',
  category: 'build-speed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy the dependency files and install before copying the sources',
  why: 'A layer is built again when anything it was made from has changed, and so is every layer after it. When all sources are copied before the dependencies are installed, each change of a comment downloads and installs everything anew. The files that list the dependencies change rarely: copied alone and first, they let the install come from the cache in nearly every build. In an editor with a trusted workspace the last commits are replayed both ways: the message says what that would have saved, and where it would have saved nothing, this is a hint.',
  lesson: 'fast-builds',
  aliases: ['dockerfile-doctor/DD006'],
  fix: 'suggested',
  fixing: [
    'Copies the manifest and lock files first, with the names they have in the build context when it can be read, and moves the COPY of the sources below the install. A RUN that installs and builds is split. Tools that fetch while they build (Go, Maven, Gradle, Cargo, .NET), and those that also install the project itself (Poetry, uv, Composer), get a step that only installs the dependencies.',
    'Refused, with the reason, when the project shows that its install needs the sources: install scripts, workspaces, dependencies taken from folders; and when an instruction in between might need them.',
  ].join('\n\n'),
  references: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\n# All of it.\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n',
      fixed:
        'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n# All of it.\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
      files: { 'package.json': '{"name": "app"}', 'package-lock.json': '{}', 'server.js': '' },
    },
    {
      bad: 'FROM node:24 AS build\nCOPY --chown=node . /app/\nWORKDIR /app\nRUN npm ci \\\n && npm run build\n',
      fixed:
        'FROM node:24 AS build\nCOPY --chown=node package.json package-lock.json* npm-shrinkwrap.json* /app/\nWORKDIR /app\nRUN npm ci\nCOPY --chown=node . /app/\nRUN npm run build\n',
      note: 'The build context cannot be read, so the patterns match what may be there.',
    },
    {
      bad: 'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n',
      fixed:
        'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n',
      files: { 'go.mod': 'module app\n', 'go.sum': '', 'main.go': '' },
    },
    {
      bad: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements/prod.txt\n',
      fixed:
        'FROM python:3.14-slim\nWORKDIR /app\nCOPY requirements/base.txt requirements/prod.txt ./requirements/\nRUN pip install --no-cache-dir -r requirements/prod.txt\nCOPY . .\n',
      files: { 'requirements/prod.txt': '-r base.txt\n', 'requirements/base.txt': 'flask==3.1.2\n', 'app.py': '' },
      note: 'Files that other files name come along.',
    },
    {
      bad: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\nRUN poetry install --only main\n',
      fixed:
        'FROM python:3.14-slim\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY . .\nRUN poetry install --only main\n',
      files: { 'pyproject.toml': '[tool.poetry]\n', 'poetry.lock': '' },
    },
    {
      bad: 'FROM maven:3.9-eclipse-temurin-25 AS build\nCOPY . /src\nWORKDIR /src\nRUN mvn -B package\n',
      fixed:
        'FROM maven:3.9-eclipse-temurin-25 AS build\nCOPY pom.xml /src/\nWORKDIR /src\nRUN mvn -B dependency:go-offline\nCOPY . /src\nRUN mvn -B package\n',
      files: { 'pom.xml': '<project/>' },
    },
    {
      bad: 'FROM node:24\nCOPY . .\nRUN npm ci\n',
      files: { 'package.json': '{"scripts": {"postinstall": "node build.js"}}' },
      note: 'Found, but not fixed: the install runs a script of the project.',
    },
    {
      good: 'FROM golang:1.27 AS dependencies\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nFROM dependencies AS build\nCOPY . .\nRUN go build -o /app .\n',
      note: 'The stage below has downloaded them.',
    },
    { good: 'FROM node:24\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n' },
    {
      good: 'FROM golang:1.27 AS build\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /app .\n',
      note: 'The downloads are kept in a cache mount.',
    },
  ],
  check({ dockerfile, report }) {
    for (const install of plannable(dockerfile)) tell(dockerfile, install, report);
  },
  async checkSurroundings({ dockerfile, uri, host, report }) {
    for (const install of plannable(dockerfile)) {
      const proof = await proofOf(dockerfile, dependencyFilesFirst(dockerfile, install), { uri, host });
      if (proof) tell(dockerfile, install, report, proof).instead();
    }
  },
});

function plannable(dockerfile: Dockerfile): readonly DependencyInstall[] {
  return dependencyInstalls(dockerfile).filter(({ action }) => canPlan(action));
}

function tell(dockerfile: Dockerfile, install: DependencyInstall, report: Reporter, proof?: Proof): Report {
  const { copy, action } = install;
  const { name } = action.manager;
  const { title, build } = dependencyFilesFirst(dockerfile, install);
  const finding = report(
    copy.lineSpan,
    `${wastedInWords(name, proof)}: copy only ${filesInWords(install)} before the install, and the rest after it`,
  )
    .relate(action.command.span, `${name} installs the dependencies here`)
    .fix(title, build);
  return proof && !proof.gain ? finding.grade('hint') : finding;
}

/** What is wrong, with what it has cost as far as the last commits show it. */
function wastedInWords(name: string, proof: Proof | undefined): string {
  if (proof?.gain) {
    const { before, after, builds } = proof.gain;
    return `${name} installs all dependencies again in ${before} of the last ${builds} builds, where ${after} would do`;
  }
  const general = `Every change of a source file makes ${name} install all dependencies again`;
  return proof
    ? `${general}, though another order would have saved nothing in the last ${proof.builds} builds`
    : general;
}

function filesInWords({ action }: DependencyInstall): string {
  const { manifests = [], locks = [] } = action.manager.project ?? {};
  return [manifests[0], locks[0]].filter((file) => file !== undefined).join(' and ');
}
