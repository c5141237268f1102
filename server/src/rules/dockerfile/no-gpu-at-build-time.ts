import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

/** Programs that ask a GPU or its driver. */
const queries: ReadonlySet<string> = new Set(['nvidia-smi', 'nvidia-debugdump', 'nvidia-persistenced']);

/** Calls of PyTorch and TensorFlow that ask for GPUs. */
const calls =
  /\b(torch\.cuda\.(?:is_available|device_count|get_device_name|current_device)|tf\.test\.is_gpu_available|tf\.config\.(?:experimental\.)?list_physical_devices)\(/;

export default dockerfileRule({
  id: 'no-gpu-at-build-time',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Ask for GPUs when the container runs, not when it is built',
  why: 'Builds have no GPU: the driver and its tools are mounted when a container starts. `nvidia-smi` in RUN fails, because it is not there, and `torch.cuda.is_available()` says no whatever the machine has, so that what is decided by it is decided wrongly.',
  aliases: ['tally/gpu/no-buildtime-gpu-queries'],
  fix: 'none',
  references: ['https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html'],
  examples: [
    { bad: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nRUN nvidia-smi\n' },
    {
      bad: 'FROM pytorch/pytorch:2.8.0-cuda12.9-cudnn9-runtime\nRUN python -c "import torch; assert torch.cuda.is_available()"\n',
    },
    { good: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nCMD ["nvidia-smi"]\n' },
    { good: 'FROM ubuntu:24.04\nRUN command -v nvidia-smi || echo "no driver"\n' },
    { good: 'FROM ubuntu:24.04\nRUN nvidia-smi || true\n', note: 'It may fail.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const command of run.commands) {
        const query = queryIn(command);
        if (query === undefined || mayFail(command, run) || command.place.conditional) continue;
        report(command.span, `${query} finds no GPU, because builds have none: ask when the container starts`);
      }
    }
  },
});

/** Whether something else is done when a command fails. */
function mayFail(command: ShellCommand, { script }: RunInstruction): boolean {
  const steps = script?.steps ?? [];
  return steps.some((step, at) => steps[at + 1]?.joiner === '||' && step.commands.includes(command));
}

function queryIn(command: ShellCommand): string | undefined {
  if (queries.has(command.name) && !command.wrappers.includes('command')) return command.name;
  if (!/^python[\d.]*$/.test(command.name)) return undefined;
  return calls.exec(command.optionValue('-c') ?? '')?.[1];
}
