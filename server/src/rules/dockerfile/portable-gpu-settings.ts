import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { removePair } from '../../dockerfile/edits.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { canonicalName } from '../../image/reference.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'portable-gpu-settings',
  category: 'reliability',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Leave it to whoever runs the image which GPUs it sees',
  why: 'Numbers and identifiers of GPUs are those of one machine: an image with `CUDA_VISIBLE_DEVICES=1` in it finds no device on a machine with one, and speaks against what Kubernetes or `docker run --gpus` assign. `NVIDIA_DRIVER_CAPABILITIES=all` mounts all libraries of the driver, those of displays and video too; computing needs `compute,utility`, the default.',
  aliases: ['tally/gpu/no-hardcoded-visible-devices', 'tally/gpu/prefer-minimal-driver-capabilities'],
  fix: 'suggested',
  fixing:
    'Removes the devices, so that whoever runs the image chooses them, and writes `compute,utility` in place of `all`.',
  references: ['https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html'],
  examples: [
    {
      bad: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nENV CUDA_VISIBLE_DEVICES=0 LANG=C.UTF-8\n',
      fixed: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nENV LANG=C.UTF-8\n',
    },
    {
      bad: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nENV NVIDIA_VISIBLE_DEVICES=all\n',
      fixed: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\n',
      note: 'The base image says so already: an information.',
    },
    {
      bad: 'FROM ubuntu:24.04\nENV NVIDIA_DRIVER_CAPABILITIES=all\n',
      fixed: 'FROM ubuntu:24.04\nENV NVIDIA_DRIVER_CAPABILITIES=compute,utility\n',
      note: 'An information.',
    },
    { good: 'FROM ubuntu:24.04\nENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility\n' },
    { good: 'FROM ubuntu:24.04\nENV CUDA_VISIBLE_DEVICES=""\n', note: 'No GPU at all, on purpose.' },
    { good: 'FROM ubuntu:24.04\nARG GPUS=0\nENV CUDA_VISIBLE_DEVICES=$GPUS\n' },
  ],
  check({ dockerfile, report }) {
    for (const env of dockerfile.instructions('ENV')) {
      if (env.onbuild) continue;
      for (const pair of env.pairs) {
        const { key, value } = pair;
        if (!value || value.text.includes('$')) continue;
        if (key.text === 'NVIDIA_VISIBLE_DEVICES' || key.text === 'CUDA_VISIBLE_DEVICES')
          checkDevices(dockerfile, env, pair, report);
        if (key.text === 'NVIDIA_DRIVER_CAPABILITIES' && value.text.toLowerCase() === 'all') {
          report(
            value.span,
            '"all" mounts every library of the GPU driver: name what is needed, such as compute,utility',
          )
            .as('tally/gpu/prefer-minimal-driver-capabilities')
            .grade('info')
            .fix('Write compute,utility', [replace(value.span, 'compute,utility')]);
        }
      }
    }
  },
});

function checkDevices(dockerfile: Dockerfile, env: KeyValueInstruction, pair: KeyValue, report: Reporter): void {
  const { key, value } = pair;
  const devices = value && env.stage.expand(value).value;
  if (devices === undefined || /^(?:|none|void|nodevfiles|-1)$/i.test(devices)) return;
  const image = env.stage.rootImage?.reference;
  const isSetAlready = image !== undefined && canonicalName(image) === 'docker.io/nvidia/cuda';
  if (devices === 'all') {
    if (key.text !== 'NVIDIA_VISIBLE_DEVICES' || !isSetAlready) return;
    report(key.span, 'The base image sets NVIDIA_VISIBLE_DEVICES=all already: remove it here')
      .as('tally/gpu/no-hardcoded-visible-devices')
      .grade('info')
      .tag('unnecessary')
      .fix('Remove the variable', () => removePair(dockerfile, env, pair), 'safe');
    return;
  }
  report(key.span, `${key.text}=${devices} means GPUs of one machine: leave the choice to whoever runs the image`)
    .as('tally/gpu/no-hardcoded-visible-devices')
    .fix('Remove the variable', () => removePair(dockerfile, env, pair));
}
