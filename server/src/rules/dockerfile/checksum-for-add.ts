import { insertFlag } from '../../dockerfile/edits.ts';
import { isRemote } from '../../dockerfile/instructions/copy.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'checksum-for-add',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Verify what ADD downloads',
  why: 'ADD takes whatever the address answers today. With `--checksum` the build ends when it is another file, because the server was taken over, the release was replaced, or a proxy answered with a page of its own.',
  lesson: 'supply',
  aliases: ['dockerfile-doctor/DD059', 'kics/Curl or Wget Instead of Add'],
  fix: 'manual',
  fixing: 'Adds the flag, whose digest you have to fill in: `curl -fsSL ADDRESS | sha256sum` prints it.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nADD https://example.com/tool-1.2 /usr/local/bin/tool\n',
      fixed: 'FROM alpine:3.24\nADD --checksum=sha256:<digest> https://example.com/tool-1.2 /usr/local/bin/tool\n',
    },
    {
      good: 'FROM alpine:3.24\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool-1.2 /usr/local/bin/tool\n',
    },
    {
      good: 'FROM alpine:3.24\nADD https://github.com/moby/buildkit.git#v0.32.2 /src\n',
      note: 'A tag or commit of a repository says what is wanted.',
    },
  ],
  check({ dockerfile, report }) {
    for (const add of dockerfile.instructions('ADD')) {
      const [source] = add.sources;
      const [address = ''] = add.expandedSources;
      if (!source || add.sources.length > 1 || add.flag('checksum')) continue;
      if (!isRemote(address) || !/^https?:/.test(address) || /\.git(?:[#?]|$)/.test(address)) continue;
      report(
        source.span,
        'Nobody notices when this address answers with another file: give ADD the --checksum it should have',
      ).fix('Add --checksum', () => [insertFlag(add, '--checksum=sha256:<digest>')]);
    }
  },
});
