import type { ShellCommand } from './command.ts';

/** Programs that serve until they are stopped, unless told to do something else (their documentation). */
const servers: ReadonlySet<string> = new Set(
  (
    'apache2-foreground httpd-foreground traefik haproxy envoy gunicorn uvicorn hypercorn daphne waitress-serve uwsgi ' +
    'granian puma unicorn thin sidekiq http-server redis-server redis-sentinel valkey-server mysqld mariadbd mysqld_safe ' +
    'postgres mongod memcached rabbitmq-server elasticsearch kibana prometheus grafana-server etcd nats-server vsftpd ' +
    'named squid varnishd tailscaled dockerd openresty'
  ).split(' '),
);

/** Programs that serve when their first operand is one of these words. */
const serving: Readonly<Record<string, readonly string[]>> = {
  caddy: ['run', 'reverse-proxy', 'file-server'],
  celery: ['worker', 'beat', 'flower'],
  'catalina.sh': ['run'],
  consul: ['agent'],
  fastapi: ['run', 'dev'],
  flask: ['run'],
  minio: ['server'],
  next: ['start', 'dev'],
  nuxt: ['start', 'dev'],
  rails: ['server', 's'],
  streamlit: ['run'],
  vault: ['server'],
};

/** What asks a program for an answer, after which it ends. */
const questions = [
  '--version',
  '-v',
  '-V',
  '--help',
  '-h',
  '-t',
  '-T',
  '--test',
  '-s',
  '--check-config',
  '--configtest',
];

/**
 * Whether a program runs until it is stopped: `server` for one of which that is known, `application` for a program of
 * somebody's own, started by the runtime of its language or by its path, of which it is likely.
 */
export function runsLong(command: ShellCommand): 'server' | 'application' | undefined {
  const { name, operands } = command;
  const [first = ''] = operands;
  if (isServer(command)) return command.has(...questions.slice(0, 1), '--help') ? undefined : 'server';
  if (/^(?:npm|yarn|pnpm|bun)$/.test(name)) return startsScript(name, operands) ? 'server' : undefined;
  if (name === 'java') return command.has('-jar') || /^[\w.]+\.\w+$/.test(first) ? 'application' : undefined;
  if (name === 'dotnet') return first.endsWith('.dll') ? 'application' : undefined;
  if (/^(?:node|nodejs|deno|ts-node|tsx)$/.test(name))
    return isOneShot(first) || first === '' ? undefined : 'application';
  if (/^python[\d.]*$/.test(name)) return pythonRunsLong(command);
  return undefined;
}

function isServer(command: ShellCommand): boolean {
  const { name, operands } = command;
  if (name === 'nginx') return !command.has('-s', '-t', '-T', '-v', '-V');
  if (/^php-fpm[\d.]*$/.test(name)) return !command.has('-t', '-v', '-i', '-m');
  if (name === 'sshd') return command.has('-D');
  if (name === 'httpd' || name === 'apache2')
    return command.has('-DFOREGROUND', '-X') || operands.includes('FOREGROUND');
  if (name === 'apachectl' || name === 'apache2ctl') return command.text.includes('FOREGROUND');
  if (name === 'php' || name === 'artisan')
    return /artisan["']? (?:serve|queue:work|horizon|octane:start)|(?:^| )-S /.test(command.text);
  if (name === 'manage.py') return operands[0] === 'runserver';
  if (name === 'bundle' && operands[0] === 'exec')
    return (
      /^(?:puma|unicorn|thin|sidekiq|rackup)$/.test(operands[1] ?? '') ||
      /^rails (?:s|server)$/.test(operands.slice(1, 3).join(' '))
    );
  if (servers.has(name))
    return !command.has('--version', '--help', '--initialize', '--initialize-insecure', '--check-config');
  return Object.hasOwn(serving, name) && operands.some((operand) => serving[name]?.includes(operand));
}

function startsScript(manager: string, operands: readonly string[]): boolean {
  const [first = '', second = ''] = operands;
  const script = first === 'run' || first === 'run-script' ? second : first;
  if (manager === 'npm' && first !== 'run' && first !== 'run-script') return first === 'start';
  return /^(?:start|serve|server|dev)(?::|$)/.test(script);
}

function pythonRunsLong(command: ShellCommand): 'server' | 'application' | undefined {
  const module = command.optionValue('-m');
  if (module !== undefined)
    return /^(?:uvicorn|gunicorn|hypercorn|http\.server|daphne)$/.test(module)
      ? 'server'
      : /^(?:celery|flask)$/.test(module) && /\b(?:worker|beat|run)\b/.test(command.text)
        ? 'server'
        : undefined;
  const [script = '', action] = command.operands;
  const file = script.slice(script.lastIndexOf('/') + 1);
  if (file === 'manage.py') return action === 'runserver' || action === 'run_gunicorn' ? 'server' : undefined;
  return file.endsWith('.py') && !isOneShot(file) ? 'application' : undefined;
}

/** Whether a program is called like something that is done once. */
function isOneShot(file: string): boolean {
  return /migrat|seed|setup|init|install|wait|check|generat|create|config|import|bootstrap|health|test|build/i.test(
    file,
  );
}
