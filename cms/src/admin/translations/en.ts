import { approvalEn } from './approval.en';
import { messagesEn } from './messages.en';
import { publicationEn } from './publication.en';
import { queueEn } from './queue.en';
import { secondEn } from './second.en';
import { strapiEn } from './strapi.en';

/** Words of our own screens in the admin. */
export const en = {
  ...approvalEn,
  ...messagesEn,
  ...publicationEn,
  ...queueEn,
  ...secondEn,
  ...strapiEn,
  // In both languages for everyone: who is lost may not have found the language either.
  'platform.help.menu': 'Help · সাহায্য',
  'platform.reference.choose': 'Choose …',
  'platform.reference.add': 'Add …',
  'platform.reference.none': 'Nothing found for “{query}”',
  'platform.reference.loading': 'Loading …',
  'platform.reference.failed':
    'The list could not be loaded. Reload the page; if that does not help, tell the operators.',
  'platform.reference.draft': '{name} (not live yet)',
  'platform.reference.unknown': '{value} (no longer there)',
  'platform.reference.remove': 'Remove {name}',
  'platform.reference.clear': 'Clear',
  'platform.reference.field': 'Reference',
  'platform.reference.fields': 'References',
  'platform.reference.description': 'Points at another entry',
  // Ids of Strapi's own: groups of parts, choices, a message.
  body: 'Text, table, video',
  shared: 'Picture, file',
  notice: 'Notice',
  held: 'Held',
  minutes: 'Minutes published',
  open: 'Not started',
  'in-progress': 'In progress',
  done: 'Done',
  dropped: 'Dropped',
  single: 'One is right',
  multiple: 'Several are right',
  'components.Input.error.validation.regex':
    'This is not written as it must be; see the hint below the field.',
};
