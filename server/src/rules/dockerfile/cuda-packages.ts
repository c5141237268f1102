import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ImageReference } from '../../image/reference.ts';
import { plainPackageName } from '../../shell/build-tools.ts';
import type { ShellWord } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

const mismatch = 'tally/gpu/cuda-version-mismatch';
const redundant = 'tally/gpu/no-redundant-cuda-install';

export default dockerfileRule({
  id: 'cuda-packages',
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Take CUDA from the base image, in one version',
  why: 'Images called `nvidia/cuda` bring CUDA in the version of their tag: `base` little of it, `runtime` the libraries, `devel` the compiler too. Installing what is there already puts a second version beside it, gigabytes large. And Python packages built for another major version of CUDA than the image has bring libraries of their own or, when they compile something, do not work with those of the image.',
  aliases: [mismatch, redundant],
  fix: 'none',
  references: ['https://hub.docker.com/r/nvidia/cuda'],
  examples: [
    {
      bad: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN pip install --index-url https://download.pytorch.org/whl/cu118 torch==2.4.0\n',
    },
    { bad: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN apt-get update && apt-get install -y cuda-toolkit-12-4\n' },
    {
      good: 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN pip install --index-url https://download.pytorch.org/whl/cu124 torch==2.6.0\n',
    },
    {
      good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN apt-get update && apt-get install -y cuda-toolkit-12-4\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const image = run.stage.rootImage?.reference;
      const version = image && cudaVersion(image);
      if (!image || !version) continue;
      for (const { word, major } of wheelVersions(run)) {
        if (major === version.major) continue;
        report(word.span, `This is built for CUDA ${major}, but ${image.text} has ${version.text}: use one version`).as(
          mismatch,
        );
      }
      for (const word of run.packageActions.flatMap(({ manager, kind, packages }) =>
        manager.kind === 'system' && kind === 'install' ? packages : [],
      )) {
        if (!isInImage(plainPackageName(word.value ?? ''), image.tag ?? '')) continue;
        report(word.span, `${image.text} has ${word.text} already: a second one only takes space`).as(redundant);
      }
    }
  },
});

/** The version of CUDA that an image brings, as its tag says. */
function cudaVersion({
  repository,
  tag = '',
}: ImageReference): { readonly text: string; readonly major: number } | undefined {
  const version = /^(\d+)\.\d+(?:\.\d+)?-/.exec(tag);
  return repository === 'nvidia/cuda' && version
    ? { text: version[0].slice(0, -1), major: Number(version[1]) }
    : undefined;
}

/** The words of Python installs that name a version of CUDA: `+cu118`, `.../whl/cu118`, `--torch-backend=cu118`. */
function wheelVersions(run: RunInstruction): readonly { readonly word: ShellWord; readonly major: number }[] {
  return run.packageActions.flatMap(({ manager, command }) => {
    if (manager.id !== 'pip' && manager.id !== 'uv') return [];
    return command.arguments.flatMap((word) => {
      const digits = /(?:^|[+/=])cu(\d{2})\d(?:$|[^\d])/.exec(word.value ?? '')?.[1];
      return digits === undefined ? [] : [{ word, major: Number(digits) }];
    });
  });
}

/** Whether a flavour of the image holds a package: each holds what the smaller ones do. */
function isInImage(name: string, tag: string): boolean {
  if (/^(?:cuda-toolkit|cuda-compiler|cuda-nvcc)(?:-\d|$)/.test(name)) return /-devel-/.test(tag);
  if (/^(?:cuda-runtime|cuda-libraries)(?:-\d|$)/.test(name)) return /-(?:runtime|devel)-/.test(tag);
  return /^libcudnn\d+$/.test(name) && /-cudnn\d*-/.test(tag);
}
