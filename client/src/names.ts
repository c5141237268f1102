/** The `source` of our diagnostics, by which they are told from those of other extensions. */
export const diagnosticSource = 'seaworthy';

/** The kind of code action that fixes all that can be fixed safely. */
export const fixAllKind = 'source.fixAll.seaworthy';

/** Commands, as package.json declares them. */
export const restartCommand = 'seaworthy.restart';
export const showOutputCommand = 'seaworthy.showOutput';
export const showTraceCommand = 'seaworthy.showTrace';
export const fixAllCommand = 'seaworthy.fixAll';
export const openConfigCommand = 'seaworthy.openConfig';
export const showBuildCacheCommand = 'seaworthy.showBuildCache';
export const showDocumentationCommand = 'seaworthy.showDocumentation';
export const containerizeFolderCommand = 'seaworthy.containerizeFolder';
export const deployImageCommand = 'seaworthy.deployImage';
export const pinFileCommand = 'seaworthy.pinFile';
export const refreshFileCommand = 'seaworthy.refreshFile';
export const pinWorkspaceCommand = 'seaworthy.pinWorkspace';
export const refreshWorkspaceCommand = 'seaworthy.refreshWorkspace';

/** The command of code actions that pin images; nobody calls it by hand. */
export const pinCommand = 'seaworthy.pin';

/** Whether the server that runs can ask registries, for the `when` of commands. */
export const canPinContext = 'seaworthy.canPin';
