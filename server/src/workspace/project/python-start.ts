import { isTomlTable, type TomlTable, tomlAt } from '../../text/toml.ts';
import { type Fact, fact } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import type { PythonDependencies } from './python-dependencies.ts';

/** How a project of Python is started. */
export interface PythonStart {
  readonly framework?: Fact;
  /** The module and what is called in it, `app.main:app`, or the file that is run. */
  readonly main?: Fact;
  readonly start?: Fact;
  readonly port?: Fact;
  /** The files that may say on which port it listens. */
  readonly files: readonly string[];
  readonly remarks: readonly string[];
}

const usualFiles = ['app.py', 'main.py', 'wsgi.py', 'server.py', 'run.py', 'application.py', 'api.py', '__main__.py'];

/**
 * How it is started: with the server that is installed, on all addresses. What is started by a development server alone says
 * so, because there is nothing else that could start it.
 */
export async function startOfPython(
  folder: ProjectFolder,
  settings: TomlTable,
  dependencies: PythonDependencies,
): Promise<PythonStart> {
  const files = await sources(folder);
  return (
    (await django(folder, dependencies, files)) ??
    (await application(folder, settings, dependencies, files)) ??
    streamlit(dependencies, files) ??
    (await program(folder, settings, files))
  );
}

/** Django's program is `manage.py`, and the folder with the settings holds `wsgi.py` (docs.djangoproject.com). */
async function django(
  folder: ProjectFolder,
  dependencies: PythonDependencies,
  files: readonly string[],
): Promise<PythonStart | undefined> {
  if (!(await folder.has('manage.py'))) return undefined;
  const text = (await folder.read('manage.py')) ?? '';
  const module = /DJANGO_SETTINGS_MODULE['"],\s*['"]([\w.]+?)\.settings/.exec(text)?.[1];
  if (module === undefined && !dependencies.find('django')) return undefined;
  const framework = fact('Django', 'manage.py', 'it is here');
  const because = { file: 'manage.py', says: module ? `its settings are ${module}.settings` : 'it is here' };
  const asgi = dependencies.find('uvicorn') ?? dependencies.find('uvicorn-worker');
  const server = dependencies.find('gunicorn') ? 'gunicorn' : asgi ? 'uvicorn' : undefined;
  const port = fact('8000', 'manage.py', 'Django listens on it');
  if (server === undefined || module === undefined) {
    return {
      framework,
      main: { value: 'manage.py', because },
      start: { value: 'python manage.py runserver 0.0.0.0:8000', because },
      port,
      files,
      remarks: [
        'Django is started with its development server: add gunicorn to what is installed, and run init again.',
      ],
    };
  }
  const callable = `${module}.${server === 'gunicorn' ? 'wsgi' : 'asgi'}:application`;
  const start = server === 'gunicorn' ? gunicorn(callable, '8000') : uvicorn(callable, '8000');
  return { framework, main: { value: callable, because }, start: { value: start, because }, port, files, remarks: [] };
}

/** Libraries whose programs are an object in a module, and how such an object is made. */
const applications: readonly {
  readonly name: string;
  readonly title: string;
  readonly made: RegExp;
  readonly isAsynchronous: boolean;
  readonly port: string;
}[] = [
  {
    name: 'fastapi',
    title: 'FastAPI',
    made: /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:\w+\.)?FastAPI\(/m,
    isAsynchronous: true,
    port: '8000',
  },
  { name: 'starlette', title: 'Starlette', made: /^(\w+)\s*=\s*Starlette\(/m, isAsynchronous: true, port: '8000' },
  { name: 'litestar', title: 'Litestar', made: /^(\w+)\s*=\s*Litestar\(/m, isAsynchronous: true, port: '8000' },
  {
    name: 'flask',
    title: 'Flask',
    made: /^(\w+)(?:\s*:\s*\w+)?\s*=\s*(?:\w+\.)?(?:Flask|create_app)\(/m,
    isAsynchronous: false,
    port: '5000',
  },
  {
    name: 'bottle',
    title: 'Bottle',
    made: /^(\w+)\s*=\s*(?:\w+\.)?(?:Bottle|default_app)\(/m,
    isAsynchronous: false,
    port: '8080',
  },
  { name: 'falcon', title: 'Falcon', made: /^(\w+)\s*=\s*falcon\.(?:App|API)\(/m, isAsynchronous: false, port: '8000' },
];

async function application(
  folder: ProjectFolder,
  settings: TomlTable,
  dependencies: PythonDependencies,
  files: readonly string[],
): Promise<PythonStart | undefined> {
  const found = applications.find(({ name }) => dependencies.find(name));
  if (!found) return undefined;
  const because = dependencies.find(found.name) ?? { file: '', says: '' };
  const framework: Fact = { value: found.title, because };
  const port: Fact = { value: found.port, because: { ...because, says: `${found.title} listens on it` } };
  const object = await objectIn(folder, files, found.made, isInstalled(settings));
  if (!object) {
    const started = await program(folder, settings, files);
    const remark = `No file says where the application of ${found.title} is made.`;
    return { ...started, framework, port, remarks: started.start ? [] : [remark] };
  }
  const main: Fact = { value: object.path, because: object.because };
  const start = startOfApplication(dependencies, found, object);
  const isDevelopment = /^flask /.test(start ?? '');
  return {
    framework,
    main,
    ...(start !== undefined && { start: { value: start, because: object.because } }),
    port,
    files: [object.because.file, ...files],
    remarks: isDevelopment
      ? ['Flask is started with its development server: add gunicorn to what is installed, and run init again.']
      : start === undefined
        ? [`Nothing that is installed can serve ${found.title}: add ${found.isAsynchronous ? 'uvicorn' : 'gunicorn'}.`]
        : [],
  };
}

interface ApplicationObject {
  /** `app.main:app` */
  readonly path: string;
  readonly because: { readonly file: string; readonly says: string };
}

/** The server that is installed, with the object; for Flask its own one where there is no other. */
function startOfApplication(
  dependencies: PythonDependencies,
  { name, isAsynchronous, port }: (typeof applications)[number],
  { path, because }: ApplicationObject,
): string | undefined {
  const standard = /\[.*(?:standard|all)/.test(dependencies.find('fastapi')?.says ?? '');
  if (isAsynchronous && dependencies.find('uvicorn')) return uvicorn(path, port);
  if (isAsynchronous && standard) return `fastapi run ${because.file} --port ${port}`;
  if (isAsynchronous && dependencies.find('hypercorn')) return `hypercorn --bind 0.0.0.0:${port} ${path}`;
  if (!isAsynchronous && dependencies.find('gunicorn')) return gunicorn(path, port);
  if (!isAsynchronous && dependencies.find('waitress')) return `waitress-serve --listen=0.0.0.0:${port} ${path}`;
  return name === 'flask' ? `flask --app ${path} run --host 0.0.0.0 --port ${port}` : undefined;
}

/** Streamlit listens on port 8501 (docs.streamlit.io, "server.port"). */
function streamlit(dependencies: PythonDependencies, files: readonly string[]): PythonStart | undefined {
  const because = dependencies.find('streamlit');
  const file = files.find((name) => /(?:^|\/)(?:streamlit_)?(?:app|main)\.py$/i.test(name)) ?? files[0];
  if (!because || file === undefined) return undefined;
  return {
    framework: { value: 'Streamlit', because },
    main: { value: file, because },
    start: { value: `streamlit run ${file} --server.address=0.0.0.0 --server.port=8501`, because },
    port: { value: '8501', because: { ...because, says: 'Streamlit listens on it' } },
    files,
    remarks: [],
  };
}

/** Whether an install brings the packages of `src` along, so that they are found by their names. */
function isInstalled(settings: TomlTable): boolean {
  return isTomlTable(settings['build-system']) || isTomlTable(tomlAt(settings, 'tool', 'poetry'));
}

/** A script that pyproject.toml declares, a package that can be run, or the file that is called or written like a program. */
async function program(folder: ProjectFolder, settings: TomlTable, files: readonly string[]): Promise<PythonStart> {
  const scripts = tomlAt(settings, 'project', 'scripts') ?? tomlAt(settings, 'tool', 'poetry', 'scripts');
  const [script] = isTomlTable(scripts) ? Object.keys(scripts) : [];
  if (script !== undefined) {
    const start = fact(script, 'pyproject.toml', `scripts has ${script}`);
    return { start, main: start, files, remarks: [] };
  }
  const module = files.find((file) => file.endsWith('/__main__.py'));
  if (module !== undefined) {
    const name = module
      .replace(/^src\//, '')
      .replace(/\/__main__\.py$/, '')
      .replaceAll('/', '.');
    return {
      start: fact(`python -m ${name}`, module, 'it is here'),
      main: fact(module, module, 'it is here'),
      files,
      remarks: [],
    };
  }
  const file =
    usualFiles.find((name) => files.includes(name)) ??
    (files.length === 1 ? files[0] : await onlyProgram(folder, files));
  if (file === undefined) return { files, remarks: ['No file says how the program is started.'] };
  return {
    start: fact(`python ${file}`, file, 'it is here'),
    main: fact(file, file, 'it is here'),
    files,
    remarks: [],
  };
}

/** The one file of the folder that does something when it is run, and not only when it is imported. */
async function onlyProgram(folder: ProjectFolder, files: readonly string[]): Promise<string | undefined> {
  const runs = /^if\s+__name__\s*==\s*['"]__main__['"]/m;
  const own = files.filter((file) => !file.includes('/') && !/(?:^test_|_test\.py$|_client\.py$)/.test(file));
  const found = await Promise.all(own.map(async (file) => (runs.test((await folder.read(file)) ?? '') ? [file] : [])));
  const [only, ...others] = found.flat();
  return others.length === 0 ? only : undefined;
}

async function objectIn(
  folder: ProjectFolder,
  files: readonly string[],
  made: RegExp,
  isPackaged: boolean,
): Promise<ApplicationObject | undefined> {
  for (const file of files) {
    const match = made.exec((await folder.read(file)) ?? '');
    if (!match) continue;
    const module = file
      .replace(isPackaged ? /^src\// : /^$/, '')
      .replace(/\.py$/, '')
      .replace(/\/__init__$/, '')
      .replaceAll('/', '.');
    return { path: `${module}:${match[1]}`, because: { file, says: match[0].trim().replace(/\($/, '(...)') } };
  }
  return undefined;
}

/** The files where programs begin: here, and in the packages beside them. */
async function sources(folder: ProjectFolder): Promise<readonly string[]> {
  const own = await folder.files(/\.py$/);
  const places = (await folder.folders()).filter(
    (name) => !/^(?:tests?|docs|venv|env|build|dist|migrations|scripts)$/.test(name),
  );
  const packages = await Promise.all(
    [...places, ...(places.includes('src') ? (await folder.folders('src')).map((name) => `src/${name}`) : [])]
      .slice(0, 20)
      .map(async (place) => (await folder.files(/\.py$/, place)).map((name) => `${place}/${name}`)),
  );
  const rank = (file: string) => {
    const at = usualFiles.indexOf(file.slice(file.lastIndexOf('/') + 1));
    return at < 0 ? usualFiles.length : at;
  };
  return [...own.filter((name) => name !== 'setup.py' && name !== 'conftest.py'), ...packages.flat()]
    .toSorted((one, other) => one.split('/').length - other.split('/').length || rank(one) - rank(other))
    .slice(0, 60);
}

function gunicorn(object: string, port: string): string {
  return `gunicorn --bind=0.0.0.0:${port} ${object}`;
}

function uvicorn(object: string, port: string): string {
  return `uvicorn ${object} --host=0.0.0.0 --port=${port}`;
}
