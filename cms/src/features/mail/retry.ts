const MINUTE = 60_000;
const LONGEST_PAUSE = 30 * MINUTE;
/** RFC 5321, 4.5.4.1: the give-up time generally needs to be at least 4-5 days. */
const GIVE_UP_AFTER = 5 * 24 * 60 * MINUTE;

/** What nodemailer says of a message that was not taken. */
export interface Failure {
  /** The server's answer, such as 550; undefined where there was none. */
  readonly responseCode?: number;
  /** What the server answered to. */
  readonly command?: string;
  readonly message: string;
}

/** Milliseconds until a message is tried again after so many attempts: 1, 2, 4 … 30 minutes. */
export function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE, MINUTE * 2 ** Math.min(attempts - 1, 10));
}

/**
 * Whether a message is tried no more: the server refuses this receiver or this message for good (RFC
 * 5321, 4.2.1: 5yz), or it has waited for days. What is wrong with the server itself or with our
 * password passes once somebody mends it.
 * @param age milliseconds since the message was written
 */
export function givesUp({ responseCode = 0, command = '' }: Failure, age: number): boolean {
  const refused = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return refused || age > GIVE_UP_AFTER;
}

/** Whether the server could not be talked to, so that the next message would fare no better. */
export function isServerDown({ responseCode }: Failure): boolean {
  return responseCode === undefined;
}
