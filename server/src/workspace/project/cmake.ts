import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

const file = 'CMakeLists.txt';

/** A program in C or C++: a folder with a CMakeLists.txt that makes an executable. */
export async function detectCmake(folder: ProjectFolder): Promise<Project | undefined> {
  const text = (await folder.read(file))?.replace(/#.*/g, '');
  if (text === undefined || !/\bproject\s*\(/i.test(text)) return undefined;
  const project = /\bproject\s*\(\s*([\w.+-]+)/i.exec(text)?.[1];
  const facts: Partial<Record<FactName, Fact>> = {};
  const programs = [
    ...text.matchAll(/\badd_executable\s*\(\s*(\$\{PROJECT_NAME\}|\$\{CMAKE_PROJECT_NAME\}|[\w.+-]+)\s+([^)]*)/gi),
  ]
    .filter(([, , sources = '']) => !/^(?:IMPORTED|ALIAS)\b/.test(sources))
    .map(([, target = '', sources = '']) => ({
      name: target.startsWith('$') ? (project ?? '') : target,
      sources: sources.split(/\s+/).filter((one) => /\.(?:c|cc|cpp|cxx)$/.test(one)),
    }))
    .filter(({ name }) => name !== '' && !/tests?$/i.test(name));
  const [program] = programs;
  if (program) facts.name = fact(program.name, file, `add_executable makes ${program.name}`);
  const port = program && (await portInSources(folder, program.sources, portPatterns));
  if (port) facts.port = port;
  return {
    language: 'c',
    tool: 'cmake',
    title: 'C or C++ with CMake',
    because: { file, says: project ? `project is ${project}` : 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks: [
      ...(program ? [] : ['CMakeLists.txt makes no executable here: say in the Dockerfile what is started.']),
      ...(programs.length > 1
        ? [
            `There are ${programs.length} programs: ${programs.map(({ name }) => name).join(', ')}. The first is started.`,
          ]
        : []),
    ],
  };
}

const portPatterns = [
  /\bhtons\(\s*(\d{2,5})\s*\)/,
  /\.port\(\s*(\d{2,5})\s*\)/,
  /\blisten\(\s*"[^"]*",\s*(\d{2,5})\s*\)/,
];
