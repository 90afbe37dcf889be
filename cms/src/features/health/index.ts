/** Whether the CMS can do its work, noted for /healthz. */
export { databaseAnswers } from './database';
export { watchHealth } from './watch';
