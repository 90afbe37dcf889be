/** From SQLite to PostgreSQL. */
export { copyDatabase, MoveProblem } from './copy';
export { describeDatabase } from './facts';
