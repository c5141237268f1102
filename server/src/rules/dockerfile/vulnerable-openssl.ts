import { dockerfileRule } from '../define.ts';

/**
 * Releases with holes that made the news: 3.0.0 to 3.0.6 (CVE-2022-3602 and CVE-2022-3786, openssl-library.org
 * 2022-11-01) and 1.0.1 to 1.0.1f (Heartbleed, CVE-2014-0160, 2014-04-07). Versions of distributions, which have an
 * ending of their own such as `-0ubuntu1.7`, may be mended and are not meant.
 */
const vulnerable = /(?<![\d.])(?:3\.0\.[0-6]|1\.0\.1[a-f]?)(?![\w.-])/;

export default dockerfileRule({
  id: 'vulnerable-openssl',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not build OpenSSL releases with well-known holes',
  why: 'OpenSSL 3.0.0 to 3.0.6 can be made to crash, and perhaps more, by a certificate (CVE-2022-3602); 1.0.1 to 1.0.1f give away memory to anybody who asks (Heartbleed, CVE-2014-0160). An OpenSSL that is built from source gets no updates from the distribution: name a current release.',
  aliases: ['kics/Vulnerable OpenSSL Version'],
  fix: 'none',
  references: ['https://openssl-library.org/news/vulnerabilities/'],
  examples: [
    { bad: 'FROM debian:13\nRUN curl -fsSLO https://www.openssl.org/source/openssl-3.0.5.tar.gz\n' },
    { bad: 'FROM debian:13\nARG OPENSSL_VERSION=1.0.1f\n' },
    { good: 'FROM debian:13\nRUN curl -fsSLO https://www.openssl.org/source/openssl-3.5.2.tar.gz\n' },
    { good: 'FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y openssl=3.0.2-0ubuntu1.18\n' },
  ],
  check({ dockerfile, report }) {
    const message = (version: string) =>
      `OpenSSL ${version} has holes that attacks are known for: use a release that is still kept up`;
    for (const run of dockerfile.instructions('RUN')) {
      for (const { words } of run.commands) {
        for (const { text, span } of words) {
          const version = /openssl[-_@=]v?(\d[\w.-]*?)(?:\.tar\.\w+|\.zip)?$/i.exec(text)?.[1];
          if (version !== undefined && vulnerable.test(version)) report(span, message(version));
        }
      }
    }
    for (const instruction of [...dockerfile.instructions('ARG'), ...dockerfile.instructions('ENV')]) {
      for (const { key, value } of instruction.pairs) {
        if (!value || !/^OPENSSL_?VERSION$/i.test(key.text)) continue;
        const version = value.text.replace(/^(["'])(.*)\1$/, '$2').replace(/^(?:openssl-|v)/, '');
        if (vulnerable.test(version)) report(value.span, message(version));
      }
    }
  },
});
