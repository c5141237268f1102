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

/**
 * The process that stays where it is, where nothing tells the processes apart: what takes requests from outside, else
 * the first that is no helper.
 */
export function mainOf(parts: readonly Part[]): Part | undefined {
  const programs = parts.filter((part) => helperRole(part) === undefined);
  const front = programs.find(({ command, words }) => fronts.test(command.name) || fronts.test(words[0] ?? ''));
  return front ?? programs.find(({ command }) => listeningPort(command) !== undefined) ?? programs[0] ?? parts[0];
}
