import type { Template } from '../template.ts';
import { healthPath, port, pythonVersion } from './fields.ts';

export const pythonPoetry: Template = {
  id: 'multi-stage-python-poetry',
  title: 'Python with Poetry',
  description: 'Dependencies in a layer of their own, runs without Poetry',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    python: pythonVersion,
    poetry: { description: 'version of Poetry', default: '2.5.1' },
    port: port('8000'),
    health: healthPath(),
    app: { description: 'application, as its server names it', default: 'app:app' },
    command: {
      description: 'what is started, as strings of the array',
      default: '"gunicorn", "--bind=0.0.0.0:8000", "{{app}}"',
    },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM python:{{python}}-slim-trixie AS build
ENV POETRY_VIRTUALENVS_IN_PROJECT=true
RUN --mount=type=cache,target=/root/.cache/pip pip install poetry=={{poetry}}
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN --mount=type=cache,target=/root/.cache/pypoetry poetry install --no-interaction --only=main --no-root
COPY . .
RUN --mount=type=cache,target=/root/.cache/pypoetry poetry install --no-interaction --only=main

FROM python:{{python}}-slim-trixie
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /app ./
USER 10001:10001
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:{{port}}{{health}}', timeout=3)"]
{{/health}}
{{/port}}
CMD [{{command}}]
`,
};
