import { dockerfileRule } from '../define.ts';

/** File systems that a runtime mounts over whatever the image has there (OCI runtime specification, config-linux.md). */
const mountedFolders = /^\/(?:proc|sys|dev)(?:\/|$)/;

/** Folders of the Filesystem Hierarchy Standard that belong to the distribution. */
const systemFolders: ReadonlySet<string> = new Set([
  '/bin',
  '/boot',
  '/etc',
  '/lib',
  '/lib64',
  '/run',
  '/sbin',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/sbin',
  '/var',
  '/var/run',
]);

export default dockerfileRule({
  id: 'no-system-workdir',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Work in a folder of your own, not in one of the system',
  why: 'The runtime mounts `/proc`, `/sys` and `/dev` anew in every container: what an image puts there is hidden. In `/etc`, `/bin`, `/usr` and their like the files of the application mix with those of the distribution, which a wrong `COPY . .` or `rm -rf *` then overwrites or removes. A folder of its own, such as `/app`, belongs to the application alone.',
  aliases: ['trivy/DS-0030'],
  fix: 'none',
  references: ['https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#default-filesystems'],
  examples: [
    { bad: 'FROM alpine:3.24\nWORKDIR /proc/app\n' },
    { bad: 'FROM alpine:3.24\nWORKDIR /usr/bin/\nCOPY . .\n', preset: 'strict', note: 'An information.' },
    { good: 'FROM alpine:3.24\nWORKDIR /usr/src/app\n', preset: 'strict' },
    { good: 'FROM alpine:3.24\nWORKDIR /etc/nginx\n', preset: 'strict' },
  ],
  check({ dockerfile, report }) {
    for (const { value, stage } of dockerfile.instructions('WORKDIR')) {
      const path = value && stage.expand(value).value;
      if (!value || !path) continue;
      if (mountedFolders.test(path)) {
        report(
          value.span,
          `The runtime mounts over ${path}, which hides what the image puts there: choose another folder`,
        );
      } else if (systemFolders.has(path.replace(/\/+$/, ''))) {
        report(value.span, `${path} belongs to the distribution: work in a folder of your own, such as /app`)
          .grade('info')
          .onlyIn('strict');
      }
    }
  },
});
