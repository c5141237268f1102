import { dockerfileRule } from '../define.ts';

/** Packages of the NVIDIA Container Toolkit, and of what came before it. */
const toolkit = /^(?:nvidia-container-(?:toolkit|runtime)|nvidia-docker2?|libnvidia-container)(?:[-\d=].*)?$/;

export default dockerfileRule({
  id: 'no-gpu-runtime-in-image',
  category: 'image-size',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Install the NVIDIA Container Toolkit on the node, not in the image',
  why: 'The toolkit hooks into the container runtime of the machine and mounts driver and devices into containers. Inside an image it does nothing, takes space, and hides that the node is what must be set up. Images that set up nodes, or run Docker themselves, are another matter.',
  aliases: ['tally/gpu/no-container-runtime-in-image'],
  fix: 'none',
  references: ['https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html'],
  examples: [
    { bad: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y nvidia-container-toolkit\n' },
    { bad: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y libnvidia-container1=1.17.8-1 curl\n' },
    { good: 'FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04\nRUN apt-get update && apt-get install -y python3\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const { kind, packages } of run.packageActions) {
        if (kind !== 'install') continue;
        for (const { text, span } of packages.filter((one) => toolkit.test(one.text))) {
          report(span, `${text.replace(/=.*$/, '')} works on the node only: install it there, not in the image`);
        }
      }
    }
  },
});
