import { approvalBn } from './approval.bn';
import type { en } from './en';
import { messagesBn } from './messages.bn';
import { publicationBn } from './publication.bn';
import { queueBn } from './queue.bn';
import { secondBn } from './second.bn';
import { strapiBn } from './strapi.bn';

/** আমাদের নিজের পর্দাগুলোর লেখা, বাংলায়। */
export const bn = {
  ...approvalBn,
  ...messagesBn,
  ...publicationBn,
  ...queueBn,
  ...secondBn,
  ...strapiBn,
  'platform.help.menu': 'সাহায্য · Help',
  'platform.reference.choose': 'বেছে নিন …',
  'platform.reference.add': 'যোগ করুন …',
  'platform.reference.none': '“{query}” দিয়ে কিছু পাওয়া যায়নি',
  'platform.reference.loading': 'আসছে …',
  'platform.reference.failed': 'তালিকাটি আনা যায়নি। পাতাটি আবার খুলুন; তাতেও না হলে পরিচালকদের জানান।',
  'platform.reference.draft': '{name} (এখনো প্রকাশিত নয়)',
  'platform.reference.unknown': '{value} (আর নেই)',
  'platform.reference.remove': '{name} বাদ দিন',
  'platform.reference.clear': 'মুছুন',
  'platform.reference.field': 'সূত্র',
  'platform.reference.fields': 'সূত্রসমূহ',
  'platform.reference.description': 'অন্য একটি ভুক্তিকে নির্দেশ করে',
  body: 'লেখা, সারণি, ভিডিও',
  shared: 'ছবি, ফাইল',
  notice: 'বিজ্ঞপ্তি',
  held: 'অনুষ্ঠিত',
  minutes: 'কার্যবিবরণী প্রকাশিত',
  open: 'শুরু হয়নি',
  'in-progress': 'চলছে',
  done: 'সম্পন্ন',
  dropped: 'বাদ',
  single: 'একটি সঠিক',
  multiple: 'একাধিক সঠিক',
  'components.Input.error.validation.regex': 'লেখাটি ঠিক নিয়মে হয়নি; ঘরের নিচের নির্দেশনা দেখুন।',
} satisfies Record<keyof typeof en, string>;
