import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { type PackageAction, packageAction } from '../../shell/package-managers/index.ts';
import type { TextEdit } from '../../text/edit.ts';
import { insertAbove } from '../edits.ts';
import { keyword } from './assemble.ts';
import { assets, wholeTree } from './contents.ts';
import type { Build, Language, Plan } from './conversion.ts';
import { type Requirements, readRequirements } from './python-requirements.ts';
import { slimVariant } from './slim.ts';
import { programPath, sourceOf } from './startup.ts';

/** Where the packages go: one folder, which holds all that installing them leaves behind. */
const environment = '/opt/venv';

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
    const refusal =
      refusalForVariables(build) ??
      (await refusalForScripts(build)) ??
      (image === build.imageWord.text ? undefined : refusalForSlim(requirements));
    if (refusal) return refusal;
    const edits = startEnvironment(build);
    if (!edits) return new Refusal('The packages are not installed with pip.');
    const read =
      (await assets(survey, project, isManifest)) ?? survey.items.filter(({ source = '' }) => !isManifest(source));
    if (read.length > 0 && folder === '/') {
      return new Refusal('The program lies in the root folder, among the files of the system.');
    }
    return {
      image,
      copies: [{ from: environment, to: environment }, ...(read.length > 0 ? wholeTree(survey) : [])],
      environment: [searchPath],
      buildEdits: edits,
      // Its wheels load the library of OpenMP, which otherwise comes with GCC alone.
      packages: requirements.names.has('lightgbm') ? ['libgomp1'] : [],
    };
  },
};

const searchPath = `PATH=${environment}/bin:$PATH`;

/** Makes the virtual environment above the first RUN that installs into it. */
function startEnvironment({ dockerfile, stage, from }: Build): readonly TextEdit[] | undefined {
  const first = stage.own('RUN').find((run) => run.commands.some(pipAction));
  if (!first) return undefined;
  const lines = [`${keyword(from, 'RUN')} python -m venv ${environment}`, `${keyword(from, 'ENV')} ${searchPath}`];
  return [insertAbove(dockerfile, first, lines)];
}

function isPython({ name }: ShellCommand): boolean {
  return /^python[\d.]*$/.test(name);
}

function pipAction(command: ShellCommand): PackageAction | undefined {
  const action = packageAction(command);
  return action?.manager.id === 'pip' ? action : undefined;
}

/** pip puts packages elsewhere when it is told to, and then they are not in the virtual environment. */
function refusalForPip(command: ShellCommand): Refusal | undefined {
  const elsewhere = command.option('--user', '--target', '-t', '--prefix', '--root', '--break-system-packages');
  return elsewhere && new Refusal(`pip is told with ${elsewhere.text} where packages go: copy them by hand.`);
}

function refusalForVariables({ stage }: Build): Refusal | undefined {
  const moves = ['PIP_TARGET', 'PIP_USER', 'PIP_PREFIX', 'PYTHONHOME', 'VIRTUAL_ENV'];
  const name = moves.find((one) => stage.scope.find(one, Number.POSITIVE_INFINITY)?.kind === 'ENV');
  if (name !== undefined) return new Refusal(`The variable ${name} says where packages go: copy them by hand.`);
  const first = stage.own('RUN').find((run) => run.commands.some(pipAction));
  return first && !stage.userAt(first.span.start).isRoot
    ? new Refusal('The packages are installed by another user than root, into the folder of that user.')
    : undefined;
}

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

/** Packages that load libraries, or call programs, of the full image (their documentation, November 2026). */
const needsFullImage: ReadonlySet<string> = new Set([
  'cairosvg',
  'fiona',
  'gdal',
  'gitpython',
  'mysqlclient',
  'pdf2image',
  'psycopg',
  'psycopg2',
  'pycairo',
  'pycurl',
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

function refusalForSlim({ names, isComplete }: Requirements): Refusal | undefined {
  const unfit = [...names].find((name) => needsFullImage.has(name));
  if (unfit !== undefined) {
    return new Refusal(`The package ${unfit} relies on programs or libraries that the slim image does not have.`);
  }
  return isComplete
    ? undefined
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
