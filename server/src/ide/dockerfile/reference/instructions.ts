import type { Keyword } from '../../../dockerfile/instructions/create.ts';
import type { ReferenceEntry } from './page.ts';

/** What each instruction does (docs.docker.com/reference/dockerfile, frontend 1.20), in words of our own. */
export const instructionReference: Readonly<Record<Keyword, ReferenceEntry>> = {
  FROM: {
    summary:
      'Begins a build stage upon an image or upon an earlier stage. Only the last stage, or the one asked for with `--target`, becomes the image; the others are there to be copied from.',
    syntax: 'FROM [--platform=PLATFORM] IMAGE[:TAG][@DIGEST] [AS NAME]',
    example: 'FROM golang:1.27 AS build',
    anchor: 'from',
  },
  RUN: {
    summary:
      'Runs commands while the image is built, and keeps what they change in the file system as a layer. What a later instruction deletes stays in the layer.',
    syntax: 'RUN [OPTIONS] COMMAND ...\nRUN [OPTIONS] ["PROGRAM", "ARGUMENT"]\nRUN [OPTIONS] <<EOF',
    example: 'RUN --mount=type=cache,target=/root/.npm npm ci',
    anchor: 'run',
  },
  COPY: {
    summary:
      'Copies files and folders from the build context, or with `--from` from another stage or image. Of a folder its contents are copied, not the folder itself. A destination that is a folder ends in `/`.',
    syntax: 'COPY [OPTIONS] SOURCE ... DESTINATION\nCOPY [OPTIONS] ["SOURCE", ... "DESTINATION"]',
    example: 'COPY --chown=node:node package.json package-lock.json ./',
    anchor: 'copy',
  },
  ADD: {
    summary:
      'Copies like COPY, and also unpacks local tar archives, downloads URLs and clones Git repositories. For plain files of the build context COPY says better what happens.',
    syntax: 'ADD [OPTIONS] SOURCE ... DESTINATION\nADD [OPTIONS] ["SOURCE", ... "DESTINATION"]',
    example: 'ADD --checksum=sha256:... https://example.com/tool.tar.gz /tmp/',
    anchor: 'add',
  },
  ENV: {
    summary:
      'Sets environment variables for the instructions below and for the containers of the image. Nothing secret belongs here: anybody who has the image can read it.',
    syntax: 'ENV NAME=VALUE ...',
    example: 'ENV NODE_ENV=production PORT=8080',
    anchor: 'env',
  },
  ARG: {
    summary:
      'Declares an argument that the build may be given with `--build-arg`, for the rest of its stage. One declared before the first FROM holds for FROM lines; a stage gets its value by naming it again. Containers do not see it.',
    syntax: 'ARG NAME[=DEFAULT] ...',
    example: 'ARG VERSION=1.0',
    anchor: 'arg',
  },
  WORKDIR: {
    summary:
      'Sets the folder in which later instructions and the container work, and makes it when it is missing. A relative path continues from the folder before.',
    syntax: 'WORKDIR PATH',
    example: 'WORKDIR /app',
    anchor: 'workdir',
  },
  USER: {
    summary:
      'Sets who runs the RUN, CMD and ENTRYPOINT instructions below, and the container. A number lets Kubernetes see that it is not root.',
    syntax: 'USER NAME[:GROUP]\nUSER UID[:GID]',
    example: 'USER 10001:10001',
    anchor: 'user',
  },
  CMD: {
    summary:
      'What a container starts unless it is told otherwise, or the arguments that ENTRYPOINT gets. Only the last one counts. As a JSON array no shell stands between, so that signals reach the program.',
    syntax: 'CMD ["PROGRAM", "ARGUMENT"]\nCMD COMMAND ...',
    example: 'CMD ["node", "server.js"]',
    anchor: 'cmd',
  },
  ENTRYPOINT: {
    summary:
      'The program that a container always starts; CMD and the arguments of `docker run` are added to it. As a JSON array it gets signals itself; in the shell form CMD is ignored.',
    syntax: 'ENTRYPOINT ["PROGRAM", "ARGUMENT"]\nENTRYPOINT COMMAND ...',
    example: 'ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]',
    anchor: 'entrypoint',
  },
  EXPOSE: {
    summary:
      'Notes which ports the container listens on. It publishes nothing by itself: that is what `-p` of `docker run` is for.',
    syntax: 'EXPOSE PORT[/PROTOCOL] ...',
    example: 'EXPOSE 8080/tcp',
    anchor: 'expose',
  },
  LABEL: {
    summary: 'Notes facts about the image as keys and values, as tools and registries read them.',
    syntax: 'LABEL KEY=VALUE ...',
    example: 'LABEL org.opencontainers.image.source="https://github.com/example/app"',
    anchor: 'label',
  },
  VOLUME: {
    summary:
      'Makes a folder a volume: what containers write there is kept outside of their file system. What later instructions of the Dockerfile change in it may be lost.',
    syntax: 'VOLUME PATH ...\nVOLUME ["PATH"]',
    example: 'VOLUME /var/lib/data',
    anchor: 'volume',
  },
  HEALTHCHECK: {
    summary:
      'How Docker finds out whether the container still works: a command that ends with 0 when it does. Kubernetes ignores it and has probes instead. NONE switches off the one of the base image.',
    syntax: 'HEALTHCHECK [OPTIONS] CMD COMMAND ...\nHEALTHCHECK NONE',
    example: 'HEALTHCHECK --interval=30s --timeout=3s CMD ["/app/healthcheck"]',
    anchor: 'healthcheck',
  },
  SHELL: {
    summary: 'Sets the shell that runs the shell form of RUN, CMD and ENTRYPOINT below it. A JSON array.',
    syntax: 'SHELL ["PROGRAM", "ARGUMENT"]',
    example: 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
    anchor: 'shell',
  },
  STOPSIGNAL: {
    summary: 'The signal that asks the container to end; SIGTERM unless said otherwise. By name or number.',
    syntax: 'STOPSIGNAL SIGNAL',
    example: 'STOPSIGNAL SIGQUIT',
    anchor: 'stopsignal',
  },
  ONBUILD: {
    summary: 'Keeps an instruction for later: it runs when another image is built upon this one, right after its FROM.',
    syntax: 'ONBUILD INSTRUCTION',
    example: 'ONBUILD COPY . /app',
    anchor: 'onbuild',
  },
  MAINTAINER: {
    summary: 'Notes who wrote the image. Deprecated: the label `org.opencontainers.image.authors` says the same.',
    syntax: 'MAINTAINER NAME',
    example: 'LABEL org.opencontainers.image.authors="team@example.com"',
    anchor: 'maintainer-deprecated',
  },
};

/** What may stand before the first FROM. */
export const beforeFrom: readonly Keyword[] = ['FROM', 'ARG'];

/** What ONBUILD does not keep for later (Dockerfile reference, "ONBUILD limitations"). */
export const notForLater: ReadonlySet<Keyword> = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);
