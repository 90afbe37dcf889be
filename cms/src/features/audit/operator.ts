import { AsyncLocalStorage } from 'node:async_hooks';

const operator = new AsyncLocalStorage<true>();

/** Runs what an operator does on the machine itself, which the audit record says of each event. */
export const asOperator = <T>(work: () => Promise<T>): Promise<T> => operator.run(true, work);

/** What is recorded of whoever works on the machine: the system did it, told by its operator. */
export const operatorDetails = (): { by?: 'operator' } => (operator.getStore() ? { by: 'operator' } : {});
