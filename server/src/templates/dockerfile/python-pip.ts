import type { Template } from '../template.ts';
import { healthPath, port, pythonVersion } from './fields.ts';

export const pythonPip: Template = {
  id: 'multi-stage-python',
  title: 'Python with pip',
  description: 'A virtual environment that is built in one stage and runs in another',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    python: pythonVersion,
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
