import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { removeInstruction } from '../../dockerfile/edits.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { removeOption, removeStep, removeWord } from '../../dockerfile/script-edits.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { bypassedBy, isTlsVariable, type TlsBypass, tlsBypasses } from '../../shell/tls.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it for each program, and for each variable. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  curl: ['checkov/CKV2_DOCKER_2', 'dockerfile-doctor/DD055', 'dockerfile-doctor/DD056'],
  wget: ['checkov/CKV2_DOCKER_3', 'dockerfile-doctor/DD055', 'dockerfile-doctor/DD056'],
  pip: ['checkov/CKV2_DOCKER_4'],
  Python: ['checkov/CKV2_DOCKER_5'],
  'Node.js': ['checkov/CKV2_DOCKER_6'],
  NPM_CONFIG_STRICT_SSL: ['checkov/CKV2_DOCKER_12'],
  npm: ['checkov/CKV2_DOCKER_13'],
  yarn: ['checkov/CKV2_DOCKER_13'],
  git: ['checkov/CKV2_DOCKER_14'],
  PIP_TRUSTED_HOST: ['checkov/CKV2_DOCKER_16'],
};

export default dockerfileRule({
  id: 'verify-tls',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let programs verify the certificates of servers',
  why: 'Without verification anybody between the builder and the server can put whatever they like into the image, and nobody will see it in a log. A variable set with ENV is worse, because it holds in the running container too. Where a company’s own authority signs the certificates, its certificate belongs into the image: in `/usr/local/share/ca-certificates` with `update-ca-certificates`, or in `NODE_EXTRA_CA_CERTS`, `PIP_CERT` and their like.',
  lesson: 'supply',
  aliases: [...new Set(Object.values(aliases).flat())],
  fix: 'suggested',
  fixing: 'Removes the option, the variable, or the command that does nothing else.',
  references: ['https://curl.se/docs/sslcerts.html'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN curl -fsSLk -o /tmp/tool https://example.com/tool\n',
      fixed: 'FROM alpine:3.24\nRUN curl -fsSL -o /tmp/tool https://example.com/tool\n',
    },
    {
      bad: 'FROM debian:13\nRUN wget --no-check-certificate -q https://example.com/tool\n',
      fixed: 'FROM debian:13\nRUN wget -q https://example.com/tool\n',
    },
    {
      bad: 'FROM node:24\nENV NODE_TLS_REJECT_UNAUTHORIZED=0 PORT=80\nRUN npm config set strict-ssl false && npm ci\n',
      fixed: 'FROM node:24\nENV PORT=80\nRUN npm ci\n',
    },
    {
      bad: 'FROM python:3.14\nRUN pip install --no-cache-dir --trusted-host pypi.org -r requirements.txt\n',
      fixed: 'FROM python:3.14\nRUN pip install --no-cache-dir -r requirements.txt\n',
    },
    {
      bad: 'FROM alpine/git:2.49\nRUN git -c http.sslVerify=false clone https://example.com/app\n',
      fixed: 'FROM alpine/git:2.49\nRUN git clone https://example.com/app\n',
    },
    { good: 'FROM node:24\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/company.pem\nRUN npm ci\n' },
    {
      good: 'FROM nginx:1.29\nHEALTHCHECK CMD curl -fk https://localhost/ || exit 1\nRUN curl -fk https://localhost/\n',
      note: 'What a machine asks itself nobody can change on the way.',
    },
  ],
  check({ dockerfile, report }) {
    for (const keyword of ['ENV', 'ARG'] as const) {
      for (const instruction of dockerfile.instructions(keyword)) {
        for (const pair of instruction.pairs) {
          if (!isTlsVariable(pair.key.text)) continue;
          const value = pair.value && instruction.stage.expand(pair.value).value;
          const program = value === undefined ? undefined : bypassedBy(pair.key.text, value);
          if (program === undefined) continue;
          const span = { start: pair.key.span.start, end: pair.value?.span.end ?? pair.key.span.end };
          const what = `${pair.key.text}=${value}`;
          report(span, messageFor(program, what))
            .as(...(aliases[pair.key.text.toUpperCase()] ?? aliases[program] ?? []))
            .fix(`Remove ${what}`, () => removePair(dockerfile, instruction, pair));
        }
      }
    }
    for (const run of dockerfile.instructions('RUN')) {
      for (const command of run.commands) {
        for (const bypass of tlsBypasses(command)) {
          report(bypass.span, messageFor(bypass.program, bypass.what))
            .as(...(aliases[bypass.what.split('=')[0]?.toUpperCase() ?? ''] ?? aliases[bypass.program] ?? []))
            .fix(`Remove ${bypass.what}`, () => removeBypass(dockerfile, run, command, bypass));
        }
      }
    }
  },
});

function messageFor(program: string, what: string): string {
  return `${what} lets ${program} trust any server, so anybody on the way can change what arrives: remove it`;
}

function removePair(dockerfile: Dockerfile, instruction: KeyValueInstruction, { key, value }: KeyValue): Built {
  if (instruction.onbuild) return new Refusal('The instruction is the trigger of an ONBUILD.');
  if (instruction.pairs.length === 1) return [removeInstruction(dockerfile, instruction)];
  const edit = removeWord(dockerfile, instruction, {
    start: key.span.start,
    end: value?.span.end ?? key.span.end,
  });
  return edit instanceof Refusal ? edit : [edit];
}

function removeBypass(dockerfile: Dockerfile, run: RunInstruction, command: ShellCommand, bypass: TlsBypass): Built {
  const edit = removal(dockerfile, run, command, bypass);
  return edit instanceof Refusal ? edit : [edit];
}

function removal(dockerfile: Dockerfile, run: RunInstruction, command: ShellCommand, { remedy, span }: TlsBypass) {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (remedy === 'command') {
    const step = run.script?.steps.find((one) => one.command === command);
    return step ? removeStep(dockerfile, run, step) : new Refusal('The command is part of another.');
  }
  if (remedy === undefined) return new Refusal('The variable is set in the middle of a script.');
  return remedy === 'words' ? removeWord(dockerfile, run, span) : removeOption(dockerfile, run, remedy);
}
