/** Who is told what by e-mail, and when. */
export { indexWaiting } from './index-waiting';
export { forgetDocument } from './notices';
export { NOTIFIED, onEntryEvent } from './on-entry-event';
export { sendNotifications } from './set-up';
