/** E-mails, kept in the database until they are sent. */
export { letter, moment, number } from './format';
export {
  eraseMails,
  givenUpMails,
  givenUpSince,
  type Mail,
  type MailHealth,
  mailQueue,
  queueMail,
  waitingMails,
  withdrawMails,
} from './queue';
export { approversAt, audience, inRole, knowing, languageOf, MODERATORS, type Recipient } from './recipients';
export { isAddress, oneLine, quoted } from './safe';
export { setUpMail } from './set-up';
