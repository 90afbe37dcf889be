/** A problem that a person can solve. Its message is one clear line, shown without a stack trace. */
export class Problem extends Error {}
