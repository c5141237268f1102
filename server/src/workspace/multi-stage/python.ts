import { Refusal } from '../../core/fix.ts';
import type { Foundation } from '../../image/foundations.ts';
import { runtimeLibraries } from '../../image/libraries.ts';
import { assets, wholeTree } from './contents.ts';
import type { Build, Language, Plan } from './conversion.ts';
import { environmentOf, isPython, pipAction, refusalForPip, refusalForVariables } from './python-environment.ts';
import { type Requirements, readRequirements } from './python-requirements.ts';
import { slimVariant } from './slim.ts';
import { programPath, sourceOf } from './startup.ts';

/**
 * Python: packages are compiled into a virtual environment, which the runtime stage takes over as a whole. It stands on
 * the same image, or its slim variant, so that the interpreter is the same, at the same path.
 */
export const python: Language = {
  reads: (command) => (pipAction(command) ? (refusalForPip(command) ?? true) : isPython(command)),
  staysAtRuntime: (command) => isPython(command) && !pipAction(command) && command.operands[0] !== 'setup.py',
  buildVariables: /^(?:PIP_\w+|CFLAGS|CXXFLAGS|LDFLAGS)$/,
  provides(command, build) {
    const path = programPath(command, build.folder);
    if (path === undefined) return isPython(command) || servers.has(command.name);
    return /^\/usr\/local\/bin\/python[\d.]*$/.test(path) || sourceOf(path, build.survey.items) !== undefined;
  },
  async plan(build): Promise<Plan | Refusal> {
    const { survey, project, folder } = build;
    const image = slimVariant(build);
    if (image instanceof Refusal) return image;
    const requirements = await readRequirements(build);
    const refusal = refusalForVariables(build) ?? (await refusalForScripts(build));
    if (refusal) return refusal;
    const lost = image === build.imageWord.text ? [] : lostLibraries(requirements, build.foundation);
    if (lost instanceof Refusal) return lost;
    const environment = environmentOf(build);
    if (environment instanceof Refusal) return environment;
    const read =
      (await assets(survey, project, isManifest)) ?? survey.items.filter(({ source = '' }) => !isManifest(source));
    if (read.length > 0 && folder === '/') {
      return new Refusal('The program lies in the root folder, among the files of the system.');
    }
    return {
      image,
      copies: [{ from: environment.folder, to: environment.folder }, ...(read.length > 0 ? wholeTree(survey) : [])],
      environment: environment.variables,
      buildEdits: environment.edits,
      // Its wheels load the library of OpenMP, which otherwise comes with GCC alone.
      packages: requirements.names.has('lightgbm') ? [...lost, 'libgomp1'] : lost,
    };
  },
};

/** A script whose first line names the interpreter by its path would not find the virtual environment. */
async function refusalForScripts({ startup, folder, survey, project }: Build): Promise<Refusal | undefined> {
  for (const command of startup.commands) {
    const path = programPath(command, folder);
    const source = path === undefined ? undefined : sourceOf(path, survey.items);
    const text = source === undefined ? undefined : await project?.read(source);
    if (text !== undefined && /^#!\s*\/usr\/(?:local\/)?bin\/python/.test(text)) {
      return new Refusal(`${path} names its interpreter by a path, and would not find the packages.`);
    }
  }
  return undefined;
}

/**
 * Packages that are compiled against headers of the full image, and the package of those headers
 * (their installation pages, November 2026).
 */
const headersFor: Readonly<Record<string, string>> = {
  mysqlclient: 'default-libmysqlclient-dev',
  psycopg: 'libpq-dev',
  psycopg2: 'libpq-dev',
  pycurl: 'libcurl4-openssl-dev',
};

/** Packages that load other libraries, or call programs, of the full image. */
const needsFullImage: ReadonlySet<string> = new Set([
  'cairosvg',
  'fiona',
  'gdal',
  'gitpython',
  'pdf2image',
  'pycairo',
  'pygobject',
  'pygraphviz',
  'pymssql',
  'pyodbc',
  'pytesseract',
  'python-ldap',
  'python-magic',
  'uwsgi',
  'wand',
  'weasyprint',
  'xmlsec',
]);

/** The system packages that the slim image lacks of what the full image has and the requirements use. */
function lostLibraries(
  { names, isComplete }: Requirements,
  foundation: Foundation | undefined,
): readonly string[] | Refusal {
  const libraries: string[] = [];
  for (const name of names) {
    const headers = Object.hasOwn(headersFor, name) ? headersFor[name] : undefined;
    const found = headers && foundation && runtimeLibraries(headers, foundation);
    if (needsFullImage.has(name) || (headers && !found)) {
      return new Refusal(`The package ${name} relies on programs or libraries that the slim image does not have.`);
    }
    libraries.push(...(found || []));
  }
  return isComplete
    ? libraries
    : new Refusal('Not all requirements can be read: some may need more than the slim image.');
}

/** Programs that packages of Python bring, and that find themselves in the virtual environment. */
const servers: ReadonlySet<string> = new Set([
  'alembic',
  'celery',
  'chalice',
  'daphne',
  'dagster',
  'django-admin',
  'fastapi',
  'flask',
  'granian',
  'gunicorn',
  'hypercorn',
  'mlflow',
  'scrapy',
  'streamlit',
  'uvicorn',
  'waitress-serve',
]);

/** Files that only pip reads. */
function isManifest(path: string): boolean {
  return /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.(?:txt|in)|constraints[\w.-]*\.txt|\.python-version|\.flake8|\.pylintrc|tox\.ini|mypy\.ini|pytest\.ini)$|\.pyc$|(?:^|\/)(?:__pycache__|\.venv|\.pytest_cache|\.mypy_cache)\//.test(
    path,
  );
}
