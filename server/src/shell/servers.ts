import type { ShellCommand } from './command.ts';

/** How a server is told its port: by options with a port, by options with an address, or by an operand with either. */
interface PortOptions {
  readonly port?: readonly string[];
  readonly address?: readonly string[];
  /** The operand behind which the address stands: `manage.py runserver 0.0.0.0:8000`. */
  readonly behind?: string;
  /** The option with the host that is listened on. */
  readonly host?: readonly string[];
  /** Whether it listens for its own machine only unless a host is given. */
  readonly isLocal?: boolean;
}

/** Servers, and their options, as their documentation has them. */
const servers: Readonly<Record<string, PortOptions>> = {
  uvicorn: { port: ['--port'], host: ['--host'], isLocal: true },
  hypercorn: { address: ['-b', '--bind'] },
  gunicorn: { address: ['-b', '--bind'] },
  flask: { port: ['-p', '--port'], host: ['-h', '--host'], isLocal: true },
  fastapi: { port: ['--port'], host: ['--host'] },
  streamlit: { port: ['--server.port'], host: ['--server.address'] },
  'manage.py': { behind: 'runserver' },
  'http-server': { port: ['-p', '--port'], host: ['-a'] },
  vite: { port: ['--port'], host: ['--host'], isLocal: true },
  rails: { port: ['-p', '--port'], host: ['-b', '--binding'] },
  puma: { port: ['-p', '--port'] },
};

/** The port that a command is told to listen on for others than itself; undefined when that is not known. */
export function listeningPort(command: ShellCommand): number | undefined {
  const { name } = command;
  // `python manage.py runserver` and `python -m uvicorn` start what they name.
  const started = /^python[\d.]*$/.test(name) ? programOfPython(command) : name;
  const options = Object.hasOwn(servers, started) ? servers[started] : undefined;
  if (!options) return undefined;
  const host = options.host && command.optionValue(...options.host);
  if (host === undefined ? options.isLocal : isLocal(host)) return undefined;
  const port = options.port && command.optionValue(...options.port);
  if (port !== undefined) return portOf(port);
  const { operands } = command;
  const address = options.address
    ? command.optionValue(...options.address)
    : options.behind && operands[operands.indexOf(options.behind) + 1];
  const [, where = '', number = ''] = /^(?:(.*):)?(\d+)$/.exec(address || '') ?? [];
  return isLocal(where) ? undefined : portOf(number);
}

function programOfPython(command: ShellCommand): string {
  const module = command.optionValue('-m');
  const script = command.operands[0] ?? '';
  return module ?? script.slice(script.lastIndexOf('/') + 1);
}

function isLocal(host: string): boolean {
  return /^(?:127\.|localhost$|\[?::1)/.test(host);
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : undefined;
}
