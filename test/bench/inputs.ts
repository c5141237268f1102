/** Texts to measure with, made so that every rule has something to look at. */

const stage = (index: number) => `
# Stage ${index}
FROM node:24-bookworm-slim AS stage${index}
ARG VERSION=1.${index}
ENV APP_HOME=/srv/app \\
    APP_VERSION=\${VERSION} \\
    PATH=/srv/app/bin:$PATH
WORKDIR \${APP_HOME}
RUN apt-get update && apt-get install -y --no-install-recommends \\
    curl \\
    git \\
    && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \\
    npm ci --omit=dev && npm cache verify
COPY --chown=node:node . .
RUN set -eux; \\
    for file in a b c; do echo "\${file}" >> list; done; \\
    if [ -f list ]; then mv list lists; fi
LABEL org.opencontainers.image.title="app" org.opencontainers.image.version="\${VERSION}"
EXPOSE 8080/tcp
USER node
HEALTHCHECK --interval=30s --timeout=3s CMD curl -fsS http://localhost:8080/health || exit 1
CMD ["node", "server.js"]
`;

/** A Dockerfile of about that many lines. */
export function dockerfileOf(lines: number): string {
  const perStage = stage(0).split('\n').length - 1;
  return Array.from({ length: Math.max(1, Math.round(lines / perStage)) }, (_, index) => stage(index)).join('');
}

const deployment = (index: number) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index} # the ${index}th
  labels: {app: app-${index}}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: app-${index}
  template:
    metadata:
      labels:
        app: app-${index}
    spec:
      containers:
        - name: app
          image: ghcr.io/example/app:1.${index}
          ports:
            - containerPort: 8080
          resources:
            requests: {cpu: 200m, memory: 100Mi}
            limits: {memory: 200Mi}
`;

/** A manifest of that many documents of 23 lines each. */
export function manifestOf(documents: number): string {
  return Array.from({ length: documents }, (_, index) => deployment(index)).join('---\n');
}

/** A manifest that runs the image of a number. */
export function manifestRunning(image: number): string {
  return deployment(image).replace(/image: .*/, `image: ghcr.io/example/image${image}`);
}

/** A `skaffold.yaml` that builds that many images, each in a folder of its own below `images/`. */
export function skaffoldOf(images: number): string {
  const artifact = (index: number) => `    - image: ghcr.io/example/image${index}\n      context: images/${index}\n`;
  const all = Array.from({ length: images }, (_, index) => artifact(index)).join('');
  return `apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n${all}`;
}

/** A manifest of one document, with that many containers of seven lines each. */
export function longManifestOf(containers: number): string {
  const container = (index: number) => `        - name: container-${index}
          image: registry.example.com/container-${index}:1.0.0
          resources:
            limits: {memory: 200Mi}
          env:
            - name: NUMBER
              value: "${index}"
`;
  const all = Array.from({ length: containers }, (_, index) => container(index)).join('');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: long
spec:
  selector:
    matchLabels: {app: long}
  template:
    metadata:
      labels: {app: long}
    spec:
      containers:
${all}`;
}
