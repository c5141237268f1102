import type { Template } from '../template.ts';
import { healthPath, port, pythonVersion } from './fields.ts';

export const pythonUv: Template = {
  id: 'multi-stage-python-uv',
  title: 'Python with uv',
  description: 'Dependencies in a layer of their own, compiled ahead, runs without uv',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    python: pythonVersion,
    uv: { description: 'version of uv', default: '0.13' },
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
COPY --from=ghcr.io/astral-sh/uv:{{uv}} /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-dev --no-install-project
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-dev

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
