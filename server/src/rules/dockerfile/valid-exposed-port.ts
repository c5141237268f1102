import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import {
  type ExposedPort,
  type ExposeInstruction,
  portRange,
  publishedSpan,
} from '../../dockerfile/instructions/expose.ts';
import { pieceOf, spanOf, wordOf } from '../../dockerfile/words.ts';
import { remove, replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { dockerfileRule } from '../define.ts';

const protocols = ['tcp', 'udp', 'sctp'];
const highestPort = 65_535;

const invalidPort = [
  'trivy/DS-0008',
  'kics/UNIX Ports Out Of Range',
  'dockerfile-doctor/DD038',
  'droast/DF040',
  'dockerfilelint/invalid_port',
  'dockerfile-utils/INVALID_PORT',
] as const;

export default dockerfileRule({
  id: 'valid-exposed-port',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write ports in EXPOSE as PORT, or PORT/protocol',
  why: 'EXPOSE says on which ports the process in the container listens: a number up to 65535 or a range, and `tcp`, `udp` or `sctp` behind a slash. Builders refuse anything else. Ports of the host and addresses, as `docker run -p` takes them, are dropped without a word by builders of today and will be an error in a future release (BuildKit); protocols are written in lower case.',
  aliases: [
    'hadolint/DL3011',
    ...invalidPort,
    'dockerfile-utils/INVALID_PROTO',
    'buildkit/ExposeInvalidFormat',
    'dockerfilelint/expose_host_port',
    'buildkit/ExposeProtoCasing',
  ],
  fix: 'safe',
  fixing:
    'Drops the address and the port of the host, and writes protocols in lower case: the image stays the same. Moves a comment behind the ports above them, removes a comma behind a port, turns a range around, and offers the protocol that was most likely meant.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#expose',
    'https://docs.docker.com/reference/build-checks/expose-invalid-format/',
    'https://docs.docker.com/reference/build-checks/expose-proto-casing/',
  ],
  examples: [
    { bad: 'FROM nginx:1.30\nEXPOSE 8080:80\n', fixed: 'FROM nginx:1.30\nEXPOSE 80\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 127.0.0.1:80:80 443\n', fixed: 'FROM nginx:1.30\nEXPOSE 80 443\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 80/TCP\n', fixed: 'FROM nginx:1.30\nEXPOSE 80/tcp\n', note: 'An information.' },
    { bad: 'FROM nginx:1.30\nEXPOSE 80, 443\n', fixed: 'FROM nginx:1.30\nEXPOSE 80 443\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 8010-8000\n', fixed: 'FROM nginx:1.30\nEXPOSE 8000-8010\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 53/upd\n', fixed: 'FROM nginx:1.30\nEXPOSE 53/udp\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 80 # HTTP\n', fixed: 'FROM nginx:1.30\n# HTTP\nEXPOSE 80\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE 80000\n' },
    { bad: 'FROM nginx:1.30\nEXPOSE http\n' },
    { good: 'FROM nginx:1.30\nEXPOSE 80 443/udp 8000-8010/tcp\n' },
    { good: 'FROM nginx:1.30\nARG PORT=80\nEXPOSE ${PORT}\n' },
  ],
  check({ dockerfile, report }) {
    for (const expose of dockerfile.instructions('EXPOSE')) {
      const comment = expose.ports.findIndex(({ word }) => word.text.startsWith('#'));
      for (const port of comment === -1 ? expose.ports : expose.ports.slice(0, comment)) {
        // What a variable stands for, and what quotes hold together, is put in before the word is taken apart.
        if (/["'$\\`]/.test(port.word.text)) continue;
        if (checkPort(port, report) && checkProtocol(port, report)) checkPublished(port, report);
      }
      if (comment !== -1) tellComment(dockerfile, expose, comment, report);
    }
  },
});

/** Reports a comment behind the ports, which builders take for more of them. */
function tellComment(dockerfile: Dockerfile, expose: ExposeInstruction, at: number, report: Reporter): void {
  const { arguments: piece, keywordSpan, ports } = expose;
  const start = ports[at]?.word.span.start ?? piece.start;
  const comment = wordOf(pieceOf(piece, start - piece.start, piece.text.length));
  const finding = report(comment.span, 'A comment behind EXPOSE is read as ports: give it a line of its own').as(
    ...invalidPort,
    'hadolint/DL1000',
  );
  const isOneLine = comment.span.end - comment.span.start === comment.text.length;
  const before = ports[at - 1]?.word.span.end;
  if (!isOneLine || before === undefined || expose.onbuild) return;
  const indent = dockerfile.text.slice(dockerfile.text.lastIndexOf('\n', keywordSpan.start - 1) + 1, keywordSpan.start);
  finding.fix(
    'Move the comment above',
    () => [insertAbove(dockerfile, expose, [indent + comment.text]), remove({ start: before, end: comment.span.end })],
    'suggested',
  );
}

/** Reports a port that is no number, or none there is. Returns whether it is one. */
function checkPort({ word, port }: ExposedPort, report: Reporter): boolean {
  const { text, span } = wordOf(port);
  const range = portRange(text);
  if (!range) {
    const finding = report(
      text === '' ? word.span : span,
      `"${word.text}" is no port: write a number or a range of numbers`,
    );
    finding.as(...invalidPort, 'hadolint/DL1000');
    if (/^\d+(?:-\d+)?,+$/.test(text) && span.end - span.start === text.length) {
      const comma = text.indexOf(',');
      finding.fix('Remove the comma', [remove({ start: span.start + comma, end: span.end })], 'suggested');
    }
    return false;
  }
  const { first, last } = range;
  if (Math.max(first, last) > highestPort) {
    report(span, `There is no port ${Math.max(first, last)}: the highest is ${highestPort}`).as(
      'hadolint/DL3011',
      ...invalidPort,
    );
    return false;
  }
  if (first > last) {
    report(span, `The range ${first}-${last} ends before it begins: write ${last}-${first}`)
      .as(...invalidPort)
      .fix(`Write ${last}-${first}`, [replace(span, `${last}-${first}`)], 'suggested');
    return false;
  }
  return true;
}

/** Reports a protocol that there is not, or that is not in lower case. Returns whether there is such a protocol. */
function checkProtocol({ protocol, port }: ExposedPort, report: Reporter): boolean {
  if (!protocol || protocol.text === '') return true;
  const { text, span } = wordOf(protocol);
  const lower = text.toLowerCase();
  if (!protocols.includes(lower)) {
    const meant = mostSimilar(text, protocols);
    const finding = report(span, `There is no protocol "${text}": EXPOSE knows tcp, udp and sctp`).as(
      'dockerfile-utils/INVALID_PROTO',
      'hadolint/DL1000',
    );
    if (meant) finding.fix(`Write ${meant}`, [replace(span, meant)], 'suggested');
    return false;
  }
  if (lower !== text) {
    report(span, `Write the protocol of port ${wordOf(port).text} in lower case: ${lower}`)
      .as('buildkit/ExposeProtoCasing')
      .grade('info')
      .fix(`Write ${lower}`, [replace(span, lower)]);
  }
  return true;
}

function checkPublished(port: ExposedPort, report: Reporter): void {
  if (!port.published) return;
  const kept = wordOf(port.port).text;
  report(
    spanOf(port.published),
    `EXPOSE takes ports of the container only, and "${wordOf(port.published).text}" is dropped: write ${kept}`,
  )
    .as('buildkit/ExposeInvalidFormat', 'dockerfilelint/expose_host_port')
    .grade('warning')
    .fix(`Expose only ${kept}`, [remove(publishedSpan(port))]);
}
