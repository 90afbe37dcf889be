/** Drafts as pages, at signed addresses that expire. */
export { lineOf } from './draft';
export { previewsOf } from './process';
export { setUpPreviews } from './routes';
