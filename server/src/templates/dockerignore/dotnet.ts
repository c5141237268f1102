import { dockerignore } from './common.ts';

export const dotnetIgnore = dockerignore('dotnet', '.NET', ['**/bin', '**/obj', '.vs', 'TestResults', '*.user']);
