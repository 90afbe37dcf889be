import type { EnvironmentSettings } from '../../environment.ts';
import { Problem } from '../problem.mjs';

/**
 * Whether somebody who starts something asks it to wait for the database.
 * @param command what they typed
 * @param words what followed
 * @throws {Problem} naming a word that means nothing here
 */
export function hasWait(command: string, words: readonly string[]): boolean {
  const unknown = words.find((word) => word !== '--wait');
  if (unknown !== undefined) throw new Problem(`${command} knows no “${unknown}”, only --wait.`);
  return words.length > 0;
}

/**
 * Lets the CMS wake the builder on this machine.
 * @param port where the builder listens if BUILDER_PORT does not say
 */
export function withTrigger(settings: EnvironmentSettings, port: number): EnvironmentSettings {
  const { BUILDER_PORT = String(port), BUILDER_TRIGGER_URL } = settings.env;
  const url = BUILDER_TRIGGER_URL ?? `http://127.0.0.1:${BUILDER_PORT}/`;
  return { ...settings, env: { ...settings.env, BUILDER_PORT, BUILDER_TRIGGER_URL: url } };
}
