import { dockerignore } from './common.ts';

export const pythonIgnore = dockerignore('python', 'Python', [
  '**/__pycache__',
  '**/*.py[cod]',
  '.venv',
  'venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '*.egg-info',
  '.coverage',
  'htmlcov',
]);
