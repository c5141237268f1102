import { Registry } from '../core/registry.ts';
import oneProcessPerContainer from './container/one-process-per-container.ts';
import cleanPackageCache from './dockerfile/clean-package-cache.ts';
import dockerfileSyntax from './dockerfile/dockerfile-syntax.ts';
import execFormCommand from './dockerfile/exec-form-command.ts';
import maintainerIsALabel from './dockerfile/maintainer-is-a-label.ts';
import nonRootUser from './dockerfile/non-root-user.ts';
import pinBaseImage from './dockerfile/pin-base-image.ts';
import unknownInstruction from './dockerfile/unknown-instruction.ts';
import updateWithInstall from './dockerfile/update-with-install.ts';
import useCacheMount from './dockerfile/use-cache-mount.ts';
import manifestSyntax from './kubernetes/manifest-syntax.ts';

/** Every rule there is. The one place outside its own file that names a rule. */
export const registry = new Registry([
  cleanPackageCache,
  execFormCommand,
  nonRootUser,
  oneProcessPerContainer,
  updateWithInstall,
  useCacheMount,
  dockerfileSyntax,
  maintainerIsALabel,
  manifestSyntax,
  pinBaseImage,
  unknownInstruction,
]);
