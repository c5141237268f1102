export { convertToStages } from './convert.ts';
export { convertToStaticSite, servesFiles } from './static-site.ts';
