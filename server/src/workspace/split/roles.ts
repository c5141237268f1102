import { runsLong } from '../../shell/long-running.ts';
import { listeningPort } from '../../shell/servers.ts';
import type { Part } from './part.ts';

/** What a process does for another one. */
export type HelperRole = 'log shipper' | 'proxy' | 'agent' | 'cron';

/** Programs that are there for the sake of others, by what they do (their documentation). */
const helpers: readonly (readonly [RegExp, HelperRole])[] = [
  [/^(?:filebeat|fluent-?bit|fluentd|td-agent(?:-bit)?|promtail|vector|tail|alloy)$/, 'log shipper'],
  [
    /^(?:envoy|cloud[-_]sql[-_]proxy|alloydb-auth-proxy|oauth2[-_]proxy|pgbouncer|nutcracker|twemproxy|stunnel[45]?|ghostunnel|cloudflared|tor|privoxy|polipo|dnsmasq|unbound|tailscaled)$/,
    'proxy',
  ],
  [
    /(?:[-_]exporter|[-_]agent|^telegraf|^collectd|^otelcol.*|^metricbeat|^statsd|^zabbix_agentd|^zabbix_agent2|^newrelic-daemon|^xray)$/,
    'agent',
  ],
  [/^(?:cron|crond|supercronic|go-crond|anacron)$/, 'cron'],
];

/** What a process is for, if it is there for the sake of another one. */
export function helperRole({ command, words }: Part): HelperRole | undefined {
  const program = (words[0] ?? '').replace(/^.*\//, '');
  const names = [command.name, program];
  return helpers.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}

/** Servers that others reach from outside, which come before those that work for them. */
const fronts =
  /^(?:nginx|openresty|httpd|httpd-foreground|apache2|apachectl|apache2ctl|apache2-foreground|haproxy|caddy|traefik|varnishd)$/;

/** What applications call a process that takes requests, and one that works behind them. */
const serves =
  /(?:^|-)(?:server?|web|www|api|app|main|index|frontend|backend|site|http|start|manage-py|runserver)(?:-|$)/;
const works =
  /(?:^|-)(?:worker|workers|consumer|queue|jobs?|scheduler|beat|sync|listener|bot|tasks?|sidekiq|celery|horizon|cron|daemon)(?:-|$)/;

/** How much speaks for it that a process is the one that a container is there for. */
function weightOf(part: Part): number {
  const { command, words, name } = part;
  if (helperRole(part) !== undefined) return 0;
  if (fronts.test(command.name) || fronts.test(words[0] ?? '')) return 5;
  if (works.test(name)) return 1;
  if (listeningPort(command) !== undefined) return 4;
  return serves.test(name) || runsLong(command) === 'server' ? 3 : 2;
}

/**
 * The process that stays where it is: what takes requests from outside, as far as can be told; else what the script ends
 * with, or what is started first. `isClear` says whether it is told apart from all others.
 */
export function mainOf(
  parts: readonly Part[],
  foreground?: Part,
): { readonly main: Part; readonly isClear: boolean } | undefined {
  const most = Math.max(...parts.map(weightOf));
  const candidates = parts.filter((part) => weightOf(part) === most);
  const main = candidates.find((part) => part === foreground) ?? candidates[0];
  return main && { main, isClear: candidates.length === 1 };
}
