/** Loads the sample content, makes demo sign-ins. */
export { makeDemoAccounts } from './accounts';
export { loadSampleContent } from './load';
