import { type ShippedBuildTools, shippedBuildTools } from '../../dockerfile/build-tools.ts';
import { cover, type Span } from '../../text/span.ts';
import { convertToStages, convertToStaticSite, servesFiles } from '../../workspace/multi-stage/index.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'build-tools-in-final-stage',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Build in one stage and ship another',
  why: `Compilers, headers and build systems are most of an image that builds its own program: the Go image weighs hundreds of megabytes, a program written in Go ten. Every node pulls them, every scanner reports their vulnerabilities, and whoever breaks into a container finds a compiler there.

With two stages the build stays as it is, and only what the program needs at run time is copied to a stage that has no compiler. Images that are there to build, to test or to be developed in are left alone: those whose stage or file name says so, those that start a shell or a compiler, and those that start nothing.`,
  lesson: 'small-images',
  aliases: ['tally/prefer-multi-stage-build', 'droast/DF011'],
  fix: 'suggested',
  fixing: `Turns a Dockerfile of one stage into two, for Go, Rust, Node.js, Java with Maven or Gradle, PHP, Python, Ruby, Elixir, .NET, C and C++. The first stage stays as it is and is named \`build\`. The second stands on the image that the first one's libraries fit: the slim variant, the runtime of the same family, or the same distribution and release. It takes over what says how the image is run, every variable a program may look at, users, the packages that are no build tools and the libraries that belong to headers, the certificates where they would be lost, and the program with all files of the project that it may read. Where the files beside the Dockerfile can be read, sources are left behind; otherwise the whole tree is copied.

Where the container only serves files that it built, with \`serve\`, \`http-server\` or \`vite preview\`, a second fix puts nginx in the place of that server, on the same port. What nginx says in its headers is another matter, so it is never applied by itself.

The fix is refused, with the reason, when it is not sure that the program would find all it needs: commands whose traces are not known (\`make install\`, downloads), libraries whose packages are not known, a digest that would have to change, several stages, \`ONBUILD\`, \`SHELL\`, Windows.

Look at the result once: a program that calls other programs of the full image without saying so in the Dockerfile will miss them.`,
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  examples: [
    {
      bad: `FROM golang:1.26
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /usr/local/bin/server ./cmd/server
EXPOSE 8080
USER nobody
CMD ["server"]
`,
      fixed: `FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /usr/local/bin/server ./cmd/server

FROM debian:trixie-slim
WORKDIR /src
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/local/bin/server /usr/local/bin/server
COPY --from=build /src/templates /src/templates
EXPOSE 8080
USER nobody
CMD ["server"]
`,
      files: {
        'go.mod': 'module example.com/server\n',
        'go.sum': '',
        'README.md': '# Server\n',
        'cmd/server/main.go': 'package main\n',
        'templates/index.html': '<h1>Ahoy</h1>\n',
      },
      note: 'Go: the program, the certificates, and what is no source code.',
    },
    {
      bad: `FROM node:22
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/server.js"]
`,
      fixed: `FROM node:22 AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:22-slim
WORKDIR /app
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY --from=build /app/public /app/public
USER node
CMD ["node", "dist/server.js"]
`,
      files: {
        'package.json':
          '{ "scripts": { "build": "tsc" }, "dependencies": { "express": "5.1.0" }, "devDependencies": { "typescript": "5.9.3" } }',
        'package-lock.json': '{}',
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
        'src/server.ts': '',
        'public/index.html': '',
      },
      note: 'Node.js: with another build than plain `tsc`, all of /app is copied.',
    },
    {
      bad: `FROM python:3.13-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["gunicorn", "app:app"]
`,
      fixed: `FROM python:3.13-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
CMD ["gunicorn", "app:app"]
`,
      note: 'Python: packages are compiled into a virtual environment; libpq5 is what libpq-dev belongs to.',
    },
    {
      bad: `FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
EXPOSE 8080
COPY pom.xml .
COPY src ./src
RUN mvn -B package
ENTRYPOINT ["java", "-jar", "target/shop-1.0.jar"]
`,
      fixed: `FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
COPY pom.xml .
COPY src ./src
RUN mvn -B package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar /app/target/shop-1.0.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "target/shop-1.0.jar"]
`,
      files: {
        'pom.xml': '<project><artifactId>spring-boot-maven-plugin</artifactId></project>',
        'src/main/java/Shop.java': '',
      },
      note: 'Java with Maven.',
    },
    {
      bad: `FROM gradle:8.14-jdk21
WORKDIR /app
COPY . .
RUN gradle bootJar --no-daemon
CMD java $JAVA_OPTS -jar build/libs/*.jar
`,
      fixed: `FROM gradle:8.14-jdk21 AS build
WORKDIR /app
COPY . .
RUN gradle bootJar --no-daemon

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/build/libs /app/build/libs
CMD java $JAVA_OPTS -jar build/libs/*.jar
`,
      files: {
        'build.gradle': "plugins { id 'org.springframework.boot' version '3.5.0' }",
        'src/main/java/Shop.java': '',
      },
      note: 'Java with Gradle: a pattern finds the same files as before.',
    },
    {
      bad: `FROM rust:1.80
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/shop"]
`,
      fixed: `FROM rust:1.80 AS build
WORKDIR /app
COPY . .
RUN cargo build --release

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /app/target/release/shop /app/target/release/shop
CMD ["./target/release/shop"]
`,
      files: {
        'Cargo.toml': '',
        'Cargo.lock': '[[package]]\nname = "openssl-sys"\nversion = "0.9.104"\n',
        'src/main.rs': '',
      },
      note: 'Rust: the shared libraries follow from Cargo.lock.',
    },
    {
      bad: `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /app
WORKDIR /app
ENTRYPOINT ["dotnet", "Shop.dll"]
`,
      fixed: `FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:8.0
COPY --from=build /app /app
WORKDIR /app
ENTRYPOINT ["dotnet", "Shop.dll"]
`,
      note: '.NET.',
    },
    {
      bad: `FROM gcc:13
COPY . /usr/src/app
WORKDIR /usr/src/app
RUN gcc -O2 -o app main.c -lm
CMD ["./app"]
`,
      fixed: `FROM gcc:13 AS build
COPY . /usr/src/app
WORKDIR /usr/src/app
RUN gcc -O2 -o app main.c -lm

FROM debian:bookworm-slim
WORKDIR /usr/src/app
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/src/app/app /usr/src/app/app
CMD ["./app"]
`,
      files: { 'main.c': '' },
      note: 'C, on the distribution that the compiler image stands on.',
    },
    {
      bad: `FROM php:8.4-fpm-alpine3.24
RUN apk add --no-cache $PHPIZE_DEPS libzip-dev
RUN docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY . .
RUN composer install --no-dev --optimize-autoloader
`,
      fixed: `FROM php:8.4-fpm-alpine3.24 AS build
RUN apk add --no-cache $PHPIZE_DEPS libzip-dev
RUN docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY . .
RUN composer install --no-dev --optimize-autoloader

FROM php:8.4-fpm-alpine3.24
RUN apk add --no-cache libzip libstdc++
COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY --from=build /var/www/html /var/www/html
`,
      note: 'PHP with Composer, which the base image starts by itself.',
    },
    {
      bad: `FROM ruby:3.4-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["bundle", "exec", "puma"]
`,
      fixed: `FROM ruby:3.4-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install

FROM ruby:3.4-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY --from=build /app /app
COPY . .
CMD ["bundle", "exec", "puma"]
`,
      note: 'Ruby with Bundler: gems are compiled for this image, and their libraries stay.',
    },
    {
      bad: `FROM elixir:1.18-slim
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix release
CMD ["_build/prod/rel/shop/bin/shop", "start"]
`,
      fixed: `FROM elixir:1.18-slim AS build
ENV MIX_ENV=prod
WORKDIR /app
COPY . .
RUN mix release

FROM debian:trixie-slim
ENV LANG=C.UTF-8
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libncurses6 openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/_build/prod/rel/shop /app/_build/prod/rel/shop
CMD ["_build/prod/rel/shop/bin/shop", "start"]
`,
      files: { 'mix.exs': 'defmodule Shop.MixProject do\nend\n', 'lib/shop.ex': '' },
      note: 'Elixir: a release brings Erlang with it.',
    },
    {
      good: 'FROM elixir:1.18\nCOPY . .\nRUN mix compile\nCMD ["mix", "phx.server"]\n',
      note: 'What Mix starts needs Mix.',
    },
    {
      bad: 'FROM perl:5.42-slim\nRUN apt-get update && apt-get install -y gcc\nRUN cpanm Plack\nCMD ["plackup"]\n',
      note: 'There is no conversion for Perl.',
    },
    {
      good: 'FROM golang:1.26 AS build\nRUN go build -o /app .\nFROM debian:trixie-slim\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
    {
      good: 'FROM python:3.13-alpine\nRUN apk add --no-cache --virtual .build gcc musl-dev \\\n && pip install --no-cache-dir cffi \\\n && apk del .build\nCMD ["python", "app.py"]\n',
      note: 'What the same RUN removes again never reaches the image.',
    },
    {
      good: 'FROM rust:1.80\nRUN cargo install cargo-audit\nENTRYPOINT ["cargo", "check"]\n',
      note: 'Its job is to build.',
    },
    {
      good: 'FROM alpine:3.24\nENV PHPIZE_DEPS="gcc make"\nRUN apk add --no-cache $PHPIZE_DEPS && make install\nCMD ["php", "-a"]\n',
      note: 'What a variable of the file names is not known to be for the build alone.',
    },
    { good: 'FROM golang:1.26\nCOPY . .\nRUN go build ./...\n', note: 'It starts nothing: others are built upon it.' },
    { good: 'FROM golang:1.26\nRUN go build -o /app .\nCMD ["/app"]\n', path: 'Dockerfile.dev' },
    { good: 'FROM node:24-slim\nRUN npm ci && npm run build\nCMD ["node", "dist/main.js"]\n', note: 'No compiler.' },
  ],
  check({ dockerfile, report }) {
    for (const found of shippedBuildTools(dockerfile)) {
      const finding = report(placeOf(found), messageOf(found)).fix(
        'Convert to a build stage and a runtime stage',
        (context) => convertToStages(dockerfile, context),
      );
      if (servesFiles(dockerfile)) {
        finding.fix(
          'Serve the built files with nginx from a stage of its own',
          (context) => convertToStaticSite(dockerfile, context),
          'manual',
        );
      }
      for (const { span } of found.builds) finding.relate(span, 'used here');
    }
  },
});

function placeOf(found: ShippedBuildTools): Span {
  if (found.source === 'base image') return found.image.span;
  const { action, packages } = found.left;
  const [first, last] = [packages[0], packages.at(-1)];
  if (!first || !last) return action.command.span;
  const at = action.packages.indexOf(first);
  const areNeighbours = packages.every((one, index) => action.packages[at + index] === one);
  return areNeighbours ? cover(first.span, last.span) : first.span;
}

function messageOf(found: ShippedBuildTools): string {
  if (found.source === 'base image') {
    return `${found.image.text} ships ${found.toolchain.what} with the program: build in a stage of its own and copy the result`;
  }
  const names = found.left.packages.map(({ text }) => text);
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} ship` : `${shown[0]} ships`;
  return `${list} with the program, but only its build needs ${names.length > 1 ? 'them' : 'it'}: install ${names.length > 1 ? 'them' : 'it'} in a stage of its own and copy the result`;
}
