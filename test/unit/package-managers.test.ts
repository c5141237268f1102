import { describe, expect, it } from 'vitest';
import { isPinned, packageAction, packageManagers } from '../../server/src/shell/package-managers/index.ts';
import { ShellScript } from '../../server/src/shell/script.ts';
import { verbatim } from '../../server/src/text/mapped.ts';

/** What a script does with package managers: `manager kind: packages`. */
function actionsOf(script: string): string[] {
  return new ShellScript(verbatim(script, 0)).commands.flatMap((command) => {
    const action = packageAction(command);
    return action ? [`${action.manager.id} ${action.kind}: ${action.packages.map(({ text }) => text).join(' ')}`] : [];
  });
}

describe('package actions are found wherever a command may stand', () => {
  it.each([
    ['cat list | xargs -n 5 apt-get install -y curl', 'apt install: curl'],
    ['cat list | xargs --max-args 5 -r apk add curl', 'apk install: curl'],
    ['su -c "gem install rake" deploy', 'gem install: rake'],
    ['bash -ec "dnf install -y git"', 'dnf install: git'],
    ['bash <<EOF\nyum install -y git\nEOF', 'yum install: git'],
    ["eval 'pip install flask'", 'pip install: flask'],
    ['setup() { zypper -n in git; }; setup', 'zypper install: git'],
    ['for p in a b; do sudo -E apt-get install -y git; done', 'apt install: git'],
    ['env A=1 fakeroot npm install -g pnpm', 'npm install: pnpm'],
    ['dnf module install -y nodejs:22', 'dnf install: nodejs:22'],
    ['rpm -qi curl || rpm -Uvh curl.rpm', 'rpm install: curl.rpm'],
    ['python3 -m pip install -t /app flask', 'pip install: flask'],
    ['gem install nokogiri -- --use-system-libraries', 'gem install: nokogiri'],
  ])('%s', (script, expected) => {
    expect(actionsOf(script)).toEqual([expected]);
  });
});

describe('a word of an install says which version it asks for', () => {
  it.each([
    ['apt', 'curl=8.14.1-2 curl/trixie ./curl.deb tool.deb', 'curl libc6:arm64'],
    ['apk', 'curl=8.1-r0 curl~8 curl=~8.1 curl>8 tool.apk', 'curl curl@edge'],
    [
      'dnf',
      'httpd-2.4.62 httpd-2.4.62-1.el9.x86_64 httpd-0:2.4 nodejs:22 a.rpm @core',
      'httpd rpm-sign java-11-openjdk',
    ],
    ['zypper', 'git=2.51 git>=2 a.rpm', 'git'],
    ['pip', 'a==1 a>=1 a~=1 ./a a.whl git+https://h/a@v1#egg=a a@https://h/a.zip', 'a a[b] git+ssh://git@h/a#egg=a'],
    ['npm', 'a@1 @s/a@^1 git+https://h/a#v1 ./a a.tgz b@npm:a@2', 'a @s/a a@latest git+ssh://git@h/a.git'],
    ['gem', 'rake:13.3 own.gem', 'rake'],
    ['go', 'h.io/a@v1.2.3 ./cmd', 'h.io/a h.io/a@latest'],
    ['cargo', 'ripgrep@14.1.1', 'ripgrep'],
  ])('%s', (id, pinned, open) => {
    const request = packageManagers.find((manager) => manager.id === id)?.request;
    const isFixed = (word: string) => {
      const asked = request?.(word);
      return asked ? isPinned(asked) : undefined;
    };
    for (const word of pinned.split(' ')) expect(isFixed(word), word).toBe(true);
    for (const word of open.split(' ')) expect(isFixed(word), word).toBe(false);
  });

  it('tells virtual packages and removals from packages', () => {
    const requestOf = (id: string, word: string) => packageManagers.find((one) => one.id === id)?.request?.(word);
    expect(requestOf('apk', '.build-deps')).toBeUndefined();
    expect(requestOf('apk', '!busybox')).toBeUndefined();
    expect(requestOf('apt', 'nano-')).toBeUndefined();
  });
});
