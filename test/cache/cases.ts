/**
 * Small builds, each with a change and the steps that are carried out again because of it. The unit tests hold the model
 * of the cache to them, and `npm run test:cache` a real builder.
 */
export interface CacheCase {
  readonly name: string;
  readonly dockerfile: string;
  /** The files of the build context, by path. Every context has a few more, which nothing should be built again for. */
  readonly files: Readonly<Record<string, string>>;
  /** What becomes of files: their new text, or undefined for one that is removed. */
  readonly change?: Readonly<Record<string, string | undefined>>;
  /** What becomes of build arguments that the first build was not given. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** The stage that is built; the last one when left out. */
  readonly target?: string;
  /** The RUN, COPY and ADD instructions that are carried out again, as they are written, in the order of the build. */
  readonly rebuilt: readonly string[];
  /** The instructions of stages that nobody needs, which a builder may leave out. */
  readonly unneeded?: readonly string[];
  /** Why Debian's buildah (1.28) does something else than BuildKit, whose rules the model follows. */
  readonly otherwise?: string;
}

const app = { 'app.sh': 'echo app\n', 'lock.txt': 'a 1\n', 'src/main.sh': 'echo main\n', 'src/lib/a.sh': 'echo a\n' };

export const cacheCases: readonly CacheCase[] = [
  {
    name: 'a file that is copied by name',
    dockerfile:
      'FROM base\nCOPY lock.txt /app/\nRUN cat /app/lock.txt > /installed\nCOPY app.sh /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'app.sh': 'echo other\n' },
    rebuilt: ['COPY app.sh /app/', 'RUN echo built > /built'],
  },
  {
    name: 'a file that is copied first',
    dockerfile: 'FROM base\nCOPY lock.txt /app/\nRUN cat /app/lock.txt > /installed\nCOPY app.sh /app/\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['COPY lock.txt /app/', 'RUN cat /app/lock.txt > /installed', 'COPY app.sh /app/'],
  },
  {
    name: 'a file that nothing copies',
    dockerfile: 'FROM base\nCOPY src /app\nRUN echo built > /built\n',
    files: app,
    change: { 'app.sh': 'echo other\n' },
    rebuilt: [],
  },
  {
    name: 'a file deep in a folder that is copied',
    dockerfile: 'FROM base\nRUN echo tools > /tools\nCOPY src /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/lib/a.sh': 'echo b\n' },
    rebuilt: ['COPY src /app', 'RUN echo built > /built'],
  },
  {
    name: 'a new file in a folder that is copied',
    dockerfile: 'FROM base\nCOPY ./src/ /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'src/new.sh': 'echo new\n' },
    rebuilt: ['COPY ./src/ /app/', 'RUN echo built > /built'],
  },
  {
    name: 'a file that is removed from a folder that is copied',
    dockerfile: 'FROM base\nCOPY src /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/lib/a.sh': undefined },
    rebuilt: ['COPY src /app', 'RUN echo built > /built'],
  },
  {
    name: 'all of the context',
    dockerfile: 'FROM base\nRUN echo tools > /tools\nCOPY . /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: ['COPY . /app', 'RUN echo built > /built'],
  },
  {
    name: 'what .dockerignore leaves out of all of the context',
    dockerfile: 'FROM base\nCOPY . /app\nRUN echo built > /built\n',
    files: { ...app, '.dockerignore': 'docs\n**/*.log\n', 'docs/page.md': 'a\n', 'src/run.log': '1\n' },
    change: { 'docs/page.md': 'b\n', 'src/run.log': '2\n' },
    rebuilt: [],
  },
  {
    name: 'what .dockerignore brings back',
    dockerfile: 'FROM base\nCOPY . /app\nRUN echo built > /built\n',
    files: { ...app, '.dockerignore': '*.md\n!README.md\n', 'README.md': 'a\n', 'NEWS.md': 'a\n' },
    change: { 'README.md': 'b\n' },
    rebuilt: ['COPY . /app', 'RUN echo built > /built'],
  },
  {
    name: 'a wildcard that matches',
    dockerfile: 'FROM base\nCOPY *.txt /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['COPY *.txt /app/', 'RUN echo built > /built'],
  },
  {
    name: 'a wildcard, which does not reach into folders',
    dockerfile: 'FROM base\nCOPY *.sh /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: [],
  },
  {
    name: 'a new file that a wildcard matches',
    dockerfile: 'FROM base\nCOPY src/*.sh /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'src/other.sh': 'echo other\n' },
    rebuilt: ['COPY src/*.sh /app/', 'RUN echo built > /built'],
  },
  {
    name: 'a wildcard for a folder, with all that is in it',
    dockerfile: 'FROM base\nCOPY s*c /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'src/lib/a.sh': 'echo b\n' },
    rebuilt: ['COPY s*c /app/', 'RUN echo built > /built'],
  },
  {
    name: 'several sources of which one changed',
    dockerfile: 'FROM base\nCOPY lock.txt app.sh /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'app.sh': 'echo other\n' },
    rebuilt: ['COPY lock.txt app.sh /app/', 'RUN echo built > /built'],
  },
  {
    name: 'ADD, as COPY',
    dockerfile: 'FROM base\nADD src /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: ['ADD src /app', 'RUN echo built > /built'],
  },
  {
    name: 'a stage that files are copied from',
    dockerfile:
      'FROM base AS build\nCOPY src /src\nRUN cat /src/main.sh > /out\n\nFROM base\nRUN echo tools > /tools\nCOPY --from=build /out /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: ['COPY src /src', 'RUN cat /src/main.sh > /out', 'COPY --from=build /out /app', 'RUN echo built > /built'],
  },
  {
    name: 'a stage that is referred to by number',
    dockerfile:
      'FROM base\nCOPY src /src\nRUN cat /src/main.sh > /out\n\nFROM base\nCOPY --from=0 /out /app\nRUN echo built > /built\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: ['COPY src /src', 'RUN cat /src/main.sh > /out', 'COPY --from=0 /out /app', 'RUN echo built > /built'],
  },
  {
    name: 'stages side by side, of which one is touched',
    dockerfile:
      'FROM base AS deps\nCOPY lock.txt /\nRUN cat /lock.txt > /deps\n\nFROM base AS build\nCOPY src /src\nRUN cat /src/main.sh > /out\n\nFROM base\nCOPY --from=deps /deps /deps\nCOPY --from=build /out /app\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: ['COPY src /src', 'RUN cat /src/main.sh > /out', 'COPY --from=build /out /app'],
  },
  {
    name: 'what comes after a copy from a stage that was built again',
    dockerfile:
      'FROM base AS deps\nCOPY lock.txt /\nRUN cat /lock.txt > /deps\n\nFROM base\nCOPY --from=deps /deps /deps\nCOPY app.sh /app/\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['COPY lock.txt /', 'RUN cat /lock.txt > /deps', 'COPY --from=deps /deps /deps', 'COPY app.sh /app/'],
  },
  {
    name: 'a stage built upon another',
    dockerfile: 'FROM base AS common\nCOPY lock.txt /\n\nFROM common\nRUN echo tools > /tools\nCOPY app.sh /app/\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['COPY lock.txt /', 'RUN echo tools > /tools', 'COPY app.sh /app/'],
  },
  {
    name: 'a target, without the stages behind it',
    dockerfile: 'FROM base AS test\nCOPY src /src\n\nFROM base\nCOPY app.sh /app/\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n', 'app.sh': 'echo other\n' },
    target: 'test',
    rebuilt: ['COPY src /src'],
  },
  {
    name: 'a stage that nobody needs',
    dockerfile: 'FROM base AS test\nCOPY src /src\nRUN echo tested > /tested\n\nFROM base\nCOPY app.sh /app/\n',
    files: app,
    change: { 'src/main.sh': 'echo other\n' },
    rebuilt: [],
    unneeded: ['COPY src /src', 'RUN echo tested > /tested'],
  },
  {
    name: 'an argument that is declared above',
    dockerfile:
      'FROM base\nRUN echo tools > /tools\nARG VERSION=1\nRUN echo "$VERSION" > /version\nRUN echo built > /built\n',
    files: app,
    arguments: { VERSION: '2' },
    rebuilt: ['RUN echo "$VERSION" > /version', 'RUN echo built > /built'],
  },
  {
    name: 'an argument that a RUN does not use',
    dockerfile: 'FROM base\nARG VERSION=1\nRUN echo tools > /tools\n',
    files: app,
    arguments: { VERSION: '2' },
    rebuilt: ['RUN echo tools > /tools'],
  },
  {
    name: 'an argument that is declared further down',
    dockerfile: 'FROM base\nRUN echo tools > /tools\nARG VERSION=1\nLABEL version=$VERSION\n',
    files: app,
    arguments: { VERSION: '2' },
    rebuilt: [],
  },
  {
    name: 'an argument above a COPY that does not use it',
    dockerfile: 'FROM base\nARG VERSION=1\nCOPY app.sh /app/\n',
    files: app,
    arguments: { VERSION: '2' },
    rebuilt: [],
  },
  {
    name: 'an argument in the source of a COPY',
    dockerfile: 'FROM base\nARG NAME=lock.txt\nCOPY $NAME /app/file\nRUN echo built > /built\n',
    files: app,
    arguments: { NAME: 'app.sh' },
    rebuilt: ['COPY $NAME /app/file', 'RUN echo built > /built'],
  },
  {
    name: 'a linked copy, below another that changed',
    dockerfile: 'FROM base\nCOPY lock.txt /lock.txt\nCOPY --link app.sh /app/\nRUN echo built > /built\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['COPY lock.txt /lock.txt', 'RUN echo built > /built'],
    otherwise: 'it does not know --link',
  },
  {
    name: 'a file that is mounted',
    dockerfile:
      'FROM base\nRUN --mount=type=bind,source=lock.txt,target=/lock.txt cat /lock.txt > /installed\nCOPY app.sh /app/\n',
    files: app,
    change: { 'lock.txt': 'a 2\n' },
    rebuilt: ['RUN --mount=type=bind,source=lock.txt,target=/lock.txt cat /lock.txt > /installed', 'COPY app.sh /app/'],
    otherwise: 'it does not look at what is mounted',
  },
  {
    name: 'a file beside the one that is mounted',
    dockerfile: 'FROM base\nRUN --mount=type=bind,source=lock.txt,target=/lock.txt cat /lock.txt > /installed\n',
    files: app,
    change: { 'app.sh': 'echo other\n' },
    rebuilt: [],
  },
  {
    name: 'a cache mount, which is no part of what is compared',
    dockerfile:
      'FROM base\nCOPY lock.txt /\nRUN --mount=type=cache,target=/cache echo x >> /cache/log; echo built > /built\nCOPY app.sh /app/\n',
    files: app,
    change: { 'app.sh': 'echo other\n' },
    rebuilt: ['COPY app.sh /app/'],
  },
  {
    name: 'what is copied with wildcards from folders',
    dockerfile: 'FROM base\nCOPY pack*/one/*.json /app/\nRUN echo built > /built\n',
    files: { ...app, 'packages/one/package.json': '{}\n', 'packages/two/package.json': '{}\n' },
    change: { 'packages/two/package.json': '{ "a": 1 }\n' },
    rebuilt: [],
  },
];
