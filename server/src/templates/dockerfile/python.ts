import type { Template } from '../template.ts';

export const multiStagePython: Template = {
  id: 'multi-stage-python',
  title: 'Multi-stage build for Python',
  description: 'Python with pip: a virtual environment that is built in one stage and runs in another',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    python: { description: 'python', default: '3.14', choices: ['3.14', '3.13'] },
    port: { description: 'port that is listened on', default: '8000' },
    server: { description: 'server', default: 'gunicorn' },
    app: { description: 'app', default: 'app:app' },
    arguments: { description: 'arguments', default: '"--bind=0.0.0.0:{{port}}", "{{app}}"' },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM python:{{python}}-slim-trixie AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /src
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt

FROM python:{{python}}-slim-trixie
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
USER 10001:10001
EXPOSE {{port}}
CMD ["{{server}}", {{arguments}}]
`,
};
