import { BlockList, isIP } from 'node:net';

/** The proxy that requests to a host go through, as the environment says; undefined for none. */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | undefined {
  const named = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const given = named(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? named('ALL_PROXY');
  if (given === undefined || isExempt(url, named('NO_PROXY') ?? '')) return undefined;
  try {
    const proxy = new URL(given.includes('://') ? given : `http://${given}`);
    return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a host is asked without the proxy: this machine always, and what NO_PROXY lists, as Go's programs read it
 * (golang.org/x/net/http/httpproxy): names stand for their subdomains as well, with `.` or `*.` before them for these
 * alone, a port narrows, `*` is all, and `10.0.0.0/8` are the addresses of a network.
 */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)) return true;
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isWithin(hostname, entry);
      const [, name = entry, wantedPort] = /^(.+?):(\d+)$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== actualPort) return false;
      const bare = name.replace(/^\*?\./, '');
      return hostname.endsWith(`.${bare}`) || (bare === name && hostname === bare);
    });
}

function isWithin(hostname: string, network: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const [start = '', length = ''] = network.split('/');
  const version = isIP(address);
  if (version === 0 || isIP(start) !== version || !/^\d{1,3}$/.test(length)) return false;
  if (Number(length) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(start, Number(length), family);
  return list.check(address, family);
}
