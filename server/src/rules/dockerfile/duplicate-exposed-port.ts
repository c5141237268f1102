import { removeItem } from '../../dockerfile/edits.ts';
import { type ExposedPort, portRange } from '../../dockerfile/instructions/expose.ts';
import { wordOf } from '../../dockerfile/words.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'duplicate-exposed-port',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Expose each port once',
  why: 'EXPOSE adds to a set: naming a port again does nothing, and makes readers look for the difference. `80` and `80/tcp` are the same port.',
  aliases: ['dockerfile-doctor/DD048'],
  fix: 'safe',
  fixing: 'Removes the port that is named again, and the instruction when it names no other.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  examples: [
    { bad: 'FROM nginx:1.30\nEXPOSE 80 443 80/tcp\n', fixed: 'FROM nginx:1.30\nEXPOSE 80 443\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 80\nUSER nginx\nEXPOSE 80\n', fixed: 'FROM nginx:1.30\nEXPOSE 80\nUSER nginx\n' },
    {
      bad: 'FROM nginx:1.30\nEXPOSE 80\nEXPOSE 80 \\\n    443\n',
      fixed: 'FROM nginx:1.30\nEXPOSE 80\nEXPOSE 443\n',
    },
    { good: 'FROM nginx:1.30\nEXPOSE 53/tcp 53/udp\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of [dockerfile.preamble, ...dockerfile.stages]) {
      const seen = new Map<string, ExposedPort>();
      for (const instruction of stage.own('EXPOSE')) {
        const { ports } = instruction;
        const spans = ports.map(({ word }) => word.span);
        ports.forEach((port, index) => {
          const key = keyOf(port);
          const span = spans[index];
          const first = key === undefined ? undefined : seen.get(key);
          if (key !== undefined && !first) seen.set(key, port);
          if (!first || !span) return;
          report(span, `Port ${port.word.text} is exposed already: remove it here`)
            .relate(first.word.span, 'It is exposed here')
            .tag('unnecessary')
            .fix('Remove the port', () => removeItem(dockerfile, instruction, spans, span));
        });
      }
    }
  },
});

/** What two words have in common that expose the same port; undefined for ports that are not known. */
function keyOf({ port, protocol }: ExposedPort): string | undefined {
  const range = portRange(wordOf(port).text);
  const name = protocol ? wordOf(protocol).text.toLowerCase() : '';
  return range && `${range.first}-${range.last}/${name || 'tcp'}`;
}
