import { filesOf, needsSources, type Planner, textOf } from './plan.ts';

/** Bundler. */
export const planBundler: Planner = async (_, project, folder) => {
  const text = await folder?.read('Gemfile');
  if (text !== undefined && /\bpath:|:path\s*=>|^\s*gemspec\b|^\s*(?:eval_gemfile|instance_eval)\b/m.test(text)) {
    return needsSources('Gemfile', 'takes gems from a folder');
  }
  return { files: filesOf(project, folder), command: undefined };
};

/** Composer runs scripts and builds its autoloader from the sources, so that part stays behind. */
export const planComposer: Planner = async (action, project, folder) => {
  const text = await folder?.read('composer.json');
  if (text !== undefined && /"type"\s*:\s*"path"/.test(text))
    return needsSources('composer.json', 'takes packages from a folder');
  const { command } = action;
  const isComplete = command.has('--no-scripts') && command.has('--no-autoloader');
  const options = ['--no-scripts', '--no-autoloader'].filter((option) => !command.has(option)).join(' ');
  // Without the autoloader there is none to optimize.
  const install = textOf(action).replace(
    /\s(?:--optimize-autoloader|-o|--classmap-authoritative|-a|--apcu-autoloader)(?=\s|$)/g,
    '',
  );
  return { files: filesOf(project, folder), command: isComplete ? undefined : `${install} ${options}` };
};

/** Mix. */
export const planMix: Planner = async (_, project, folder) => {
  const text = await folder?.read('mix.exs');
  if (text !== undefined && /apps_path\s*:|\bpath:/.test(text))
    return needsSources('mix.exs', 'takes dependencies from folders');
  return { files: filesOf({ ...project, settings: [] }, folder), command: undefined };
};
