import type { Assistant } from './assistant.ts';
import { buildCache } from './dockerfile/build-cache.ts';
import { dockerfileCompletion } from './dockerfile/completion/index.ts';
import { dockerfileFiles } from './dockerfile/files.ts';
import { dockerfileFolding } from './dockerfile/folding.ts';
import { dockerfileHints } from './dockerfile/hints.ts';
import { dockerfileHover } from './dockerfile/hover/index.ts';
import { imageEstimate } from './dockerfile/image-estimate.ts';
import { dockerfileLinks } from './dockerfile/links.ts';
import { dockerfileNames } from './dockerfile/names.ts';
import { dockerfileOutline } from './dockerfile/outline.ts';
import { dockerfileProcesses } from './dockerfile/processes.ts';
import { dockerfileRenaming } from './dockerfile/renaming.ts';
import { repeatedBytes } from './dockerfile/repeated-bytes.ts';
import { dockerfileSelection } from './dockerfile/selection.ts';
import { shippedFiles } from './dockerfile/shipped-files.ts';
import { stageExtraction } from './dockerfile/stage-extraction.ts';
import { stageSurgery } from './dockerfile/stage-surgery.ts';
import { stageTargets } from './dockerfile/stage-targets.ts';
import { stageSymbols } from './dockerfile/symbols.ts';
import { dockerfileTokens } from './dockerfile/tokens/index.ts';
import { helmAssistants } from './helm/index.ts';
import { imageRelations } from './image-relations.ts';
import { imageNavigation } from './images.ts';
import { containerProcesses } from './kubernetes/container-processes.ts';
import { fieldHelp } from './kubernetes/field-help.ts';
import { imageCompletion } from './kubernetes/image-completion.ts';
import { containerImages } from './kubernetes/image-hover.ts';
import { impliedDefaults } from './kubernetes/implied-defaults.ts';
import { nameCompletion } from './kubernetes/names/completion.ts';
import { nameNavigation } from './kubernetes/names/navigation.ts';
import { nameRenaming } from './kubernetes/names/renaming.ts';
import { podSecurity } from './kubernetes/pod-security.ts';
import { resourceLens } from './kubernetes/resource-lens.ts';
import { resourceSymbols } from './kubernetes/resource-symbols.ts';
import { selectorMatches } from './kubernetes/selector-matches.ts';
import { serviceEndpoints } from './kubernetes/service-endpoints.ts';
import { templatePartCompletion } from './kubernetes/template-parts.ts';
import { manifestTemplateCompletion } from './kubernetes/templates.ts';
import { usualValues } from './kubernetes/usual-values.ts';
import { kustomizeAssistants } from './kustomize/index.ts';
import { splitting } from './split.ts';
import { fileFieldHelp } from './yaml/file-field-help.ts';

import { yamlFolding } from './yaml/folds.ts';
import { yamlOutline } from './yaml/outline.ts';
import { yamlSelection } from './yaml/selections.ts';

/** Everybody who helps, in the order in which they are heard. */
export const assistants: readonly Assistant[] = [
  resourceLens,
  podSecurity,
  ...dockerfileCompletion,
  dockerfileProcesses,
  ...dockerfileHover,
  buildCache,
  dockerfileHints,
  ...dockerfileNames,
  dockerfileRenaming,
  dockerfileOutline,
  dockerfileFolding,
  dockerfileSelection,
  dockerfileTokens,
  dockerfileFiles,
  dockerfileLinks,
  shippedFiles,
  repeatedBytes,
  imageEstimate,
  stageExtraction,
  stageSurgery,
  stageTargets,
  stageSymbols,
  selectorMatches,
  serviceEndpoints,
  containerImages,
  imageRelations,
  containerProcesses,
  impliedDefaults,
  fileFieldHelp,
  ...helmAssistants,
  imageCompletion,
  imageNavigation,
  splitting,
  nameCompletion,
  usualValues,
  manifestTemplateCompletion,
  templatePartCompletion,
  ...kustomizeAssistants,
  nameNavigation,
  nameRenaming,
  resourceSymbols,
  fieldHelp,
  yamlOutline,
  yamlFolding,
  yamlSelection,
];
