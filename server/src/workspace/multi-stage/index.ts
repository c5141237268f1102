export { convertToStages } from './convert.ts';
