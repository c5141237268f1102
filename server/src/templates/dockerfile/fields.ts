import type { Field } from '../template.ts';

/** Fields that many Dockerfiles have. */

/** The port a program listens on; left empty for what is no server. */
export function port(usual: string): Field {
  return { description: 'port that is listened on; none for what is no server', default: usual, isOptional: true };
}

/** The path by which a server says that it is well. */
export function healthPath(usual = '/healthz', choices?: readonly string[]): Field {
  return {
    description: 'path that answers while the program is well; none to leave the check out',
    default: usual,
    isOptional: true,
    ...(choices && { choices }),
  };
}

/** The argument with which a program asks itself whether it is well, where the image has no other program. */
export const healthArgument: Field = {
  description: 'argument with which the program asks itself how it is, and exits; none to leave the check out',
  default: 'health',
  isOptional: true,
};

/** The name of the program that is built. */
export const programName: Field = { description: 'name of the program', default: 'app' };

/**
 * The lines of Node.js that get fixes until 2028 and 2029 (nodejs.org/about/previous-releases).
 */
export const nodeVersion: Field = { description: 'line of Node.js', default: '24', choices: ['24', '26'] };

/** The script of package.json that builds; left empty for what runs as it is written. */
export const buildScript: Field = {
  description: 'script of package.json that builds; none for what runs as it is written',
  default: 'build',
  isOptional: true,
};

/** Where the build puts what runs. */
export const buildOutput: Field = { description: 'folder that the build writes', default: 'dist' };

/** Releases of Java with long-term support that Eclipse Temurin publishes for Ubuntu 24.04. */
export const javaVersion: Field = { description: 'release of Java', default: '25', choices: ['25', '21'] };

/** How much of the memory limit Java takes for its heap. */
export const heapShare: Field = {
  description: 'percentage of the memory limit that the heap may take',
  default: '75',
  choices: ['75', '60', '50'],
};

/** Releases of Python that get fixes of errors (devguide.python.org/versions). */
export const pythonVersion: Field = { description: 'release of Python', default: '3.14', choices: ['3.14', '3.13'] };
