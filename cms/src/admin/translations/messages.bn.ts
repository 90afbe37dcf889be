import type { MessageCode } from '../../features/approval/messages';

/** সার্ভার যা বলে, বাংলায়; ইংরেজি লেখাগুলো সার্ভারেই থাকে। */
export const messagesBn = {
  'platform.approval.refused.not-allowed': 'আপনি এটি করতে পারেন না।',
  'platform.approval.refused.no-draft': 'এই ভাষায় এখনো কিছু নেই।',
  'platform.approval.refused.unchanged': 'সাইটে যা আছে তার সঙ্গে কোনো পার্থক্য নেই: জমা দেওয়ার কিছু নেই।',
  'platform.approval.refused.already-submitted': 'এটি আগেই জমা দেওয়া হয়েছে।',
  'platform.approval.refused.incomplete': 'কিছু বাকি আছে: {problems}',
  'platform.approval.refused.no-ministry-approver':
    'আপনার মন্ত্রণালয়ের নিজের ধাপ চালু আছে, কিন্তু যাঁরা এটি লিখেছেন তাঁরা ছাড়া সম্মতি দেওয়ার আর কেউ নেই। সুপার অ্যাডমিনকে আরেকজন অনুমোদনকারী ঠিক করতে বা ধাপটি বন্ধ করতে বলুন।',
  'platform.approval.refused.changed': 'আপনি খোলার পর এটি বদলেছে। আবার খুলে কী বদলেছে দেখুন।',
  'platform.approval.refused.not-submitted': 'এটি অনুমোদনের অপেক্ষায় নেই।',
  'platform.approval.refused.ministry-first': 'আগে মন্ত্রণালয়ের নিজের অনুমোদনকারীর সম্মতি লাগবে।',
  'platform.approval.refused.not-ministry-approver':
    'এটি যে মন্ত্রণালয়ের, কেবল সেখানকার অনুমোদনকারী সম্মতি দিতে পারেন।',
  'platform.approval.refused.already-agreed': 'মন্ত্রণালয় আগেই সম্মতি দিয়েছে; এটি মডারেটরের অপেক্ষায়।',
  'platform.approval.refused.own-work': 'এটি আপনি নিজে লিখেছেন বা জমা দিয়েছেন, তাই সিদ্ধান্ত অন্য কাউকে দিতে হবে।',
  'platform.approval.refused.own-work-override':
    'এটি আপনি নিজে লিখেছেন বা জমা দিয়েছেন। সুপার অ্যাডমিন হিসেবে আরেকজন সুপার অ্যাডমিনকে এটি প্রকাশের অনুরোধ করতে পারেন; কারণ লিখতে হবে, যা সবাই দেখবেন।',
  'platform.approval.refused.time-passed':
    'প্রকাশের নির্ধারিত সময় পেরিয়ে গেছে। পরের কোনো সময় বেছে নিন, বা এখনই অনুমোদন করুন।',
  'platform.approval.refused.not-scheduled': 'এর জন্য কোনো সময় নির্ধারিত নেই।',
  'platform.approval.refused.not-live': 'এটি সাইটে নেই।',
  'platform.approval.refused.erase-needs-two': 'চিরতরে মুছতে আরেকজন সুপার অ্যাডমিন লাগবে: অনুরোধ করুন।',
  'platform.approval.refused.notice-needs-two':
    'এর ঠিকানায় একটি বিজ্ঞপ্তি আছে। সেটি সরাতে দ্বিতীয় একজন লাগবে: অনুরোধ করুন।',
  'platform.approval.refused.not-possible': 'এখানে এমন অনুরোধ করার কিছু নেই।',
  'platform.approval.refused.already-proposed': 'এই অনুরোধ আগেই করা হয়েছে, দ্বিতীয় একজনের অপেক্ষায় আছে।',
  'platform.approval.refused.nobody-to-confirm':
    'এটি দ্বিতীয় একজনকে নিশ্চিত করতে হবে, কিন্তু তেমন কেউ নেই: আপনি ছাড়া সব মডারেটর ও সুপার অ্যাডমিন এতে লিখেছেন। সুপার অ্যাডমিনকে “সেটিংস › ব্যবহারকারী” অংশে আরেকজন মডারেটর যোগ করতে বলুন।',
  'platform.approval.refused.no-second-super-admin':
    'এটি আরেকজন সুপার অ্যাডমিনকে নিশ্চিত করতে হবে, কিন্তু আপনিই একমাত্র সুপার অ্যাডমিন। আগে “সেটিংস › ব্যবহারকারী” অংশে আরেকজন ঠিক করুন। যা জমা দেওয়া হয়েছে, তা লেখেননি এমন একজন মডারেটরও অনুমোদন করতে পারেন।',
  'platform.approval.refused.own-proposal': 'অনুরোধটি আপনি করেছেন, তাই সিদ্ধান্ত অন্য কাউকে দিতে হবে।',
  'platform.approval.refused.not-own-proposal': 'যিনি অনুরোধ করেছেন কেবল তিনিই এটি ফিরিয়ে নিতে পারেন।',
  'platform.approval.refused.own-work-proposal':
    'এই ভুক্তিতে আপনি লিখেছেন, তাই লেখেননি এমন কাউকে নিশ্চিত করতে হবে।',
  'platform.approval.refused.lapsed-decided': 'এর সিদ্ধান্ত আগেই হয়ে গেছে।',
  'platform.approval.refused.lapsed-changed':
    'অনুরোধটি আর চলবে না: যার জন্য করা হয়েছিল তা বদলে গেছে। আবার অনুরোধ করুন।',
  'platform.approval.refused.lapsed-proposer-gone':
    'অনুরোধটি আর চলবে না: যিনি করেছিলেন তাঁর এখন আর সেই ক্ষমতা নেই।',
  'platform.approval.refused.lapsed-expired': 'অনুরোধটি আর চলবে না: ১৪ দিনে কেউ সিদ্ধান্ত দেননি। আবার অনুরোধ করুন।',
  'platform.approval.refused.approve-instead': 'এটি আপনি লেখেননি, তাই বিশেষ ক্ষমতা ছাড়াই অনুমোদন করতে পারেন।',
  'platform.approval.refused.super-admin-only': 'কেবল সুপার অ্যাডমিন এটি করতে পারেন।',
  'platform.approval.refused.unknown': 'এমন কোনো ভুক্তি নেই; মুছে ফেলা হয়ে থাকতে পারে।',
  'platform.approval.refused.use-approval':
    'অনুমোদন ছাড়া কিছুই প্রকাশ হয় না: জমা দিন, তারপর অন্য কেউ “অনুমোদন” অংশে অনুমোদন করবেন।',
  'platform.approval.refused.use-withdraw':
    'এটি সাইটে আছে: “অনুমোদন” অংশে বিজ্ঞপ্তি দিয়ে প্রত্যাহার করুন, বা সুপার অ্যাডমিনকে কারণ লিখে সরাতে বলুন।',
  'platform.approval.refused.approver-gone':
    'যিনি অনুমোদন করেছিলেন তিনি এখন আর অনুমোদন করতে পারেন না; নতুন অনুমোদন লাগবে।',
  'platform.approval.refused.page-fails': 'সাইট এটি এভাবে দেখাতে পারবে না। যা ঠিক করতে হবে: {problems}',
  'platform.approval.refused.content-refused': 'নির্ধারিত সময়ে প্রকাশ করা যায়নি: {reason}',
  'platform.approval.refused.title-differs': 'যা মোছা হবে তার শিরোনামের সঙ্গে আপনার লেখা মেলেনি। কিছুই মোছা হয়নি।',
  'platform.approval.refused.address-taken':
    '“{key}” ঠিকানাটি অন্য কিছুর: সেটি সাইটে আছে, বিজ্ঞপ্তি দিয়ে প্রত্যাহার করা হয়েছে, বা সেখান থেকে সরে গেছে। অন্য ঠিকানা বেছে নিন।',
  'platform.approval.refused.differs-when-live':
    'যা অনুমোদিত হয়েছিল তার সঙ্গে মেলেনি, তাই কিছুই প্রকাশ হয়নি। আবার জমা দিন।',
  'platform.approval.refused.no-notice-here':
    'এর নিজের কোনো পাতা নেই, তাই বিজ্ঞপ্তি কোথাও দেখা যাবে না। সুপার অ্যাডমিনকে এটি সরাতে বলুন।',
  'platform.approval.refused.has-notice':
    'এর ঠিকানায় একটি বিজ্ঞপ্তি আছে। আগে সুপার অ্যাডমিন সেটি সরানোর অনুরোধ করবেন আর দ্বিতীয় একজন তা নিশ্চিত করবেন; তারপর মুছুন।',
  'platform.approval.refused.step-not-yours':
    'কেবল সুপার অ্যাডমিন বা এই মন্ত্রণালয়ের অনুমোদনকারী ধাপটি চালু বা বন্ধ করতে পারেন।',
  'platform.approval.refused.no-approver-yet':
    'এই মন্ত্রণালয়ে এখনো কেউ সম্মতি দিতে পারেন না। আগে “সদস্যপদ” অংশে একজন অনুমোদনকারী ঠিক করুন।',
  'platform.approval.refused.shared-not-submitted':
    'যা সব ভাষায় একই, {language, select, bn {বাংলা} other {ইংরেজি}} ভাষায় তার অন্য মান সাইটে আছে, তাই দুটি একসঙ্গে প্রকাশ হয়। সেটিও জমা দিন, তারপর দুটিই অনুমোদন করুন।',
  'platform.approval.refused.shared-together':
    'যা সব ভাষায় একই, {language, select, bn {বাংলা} other {ইংরেজি}} ভাষায় তার অন্য মান সাইটে আছে, তাই দুটি একসঙ্গে প্রকাশ হয়। পাতাটি আবার খুলুন, দুই ভাষায় কী বদলাচ্ছে দেখুন এবং দুটিই অনুমোদন করুন।',
  'platform.approval.refused.file-waits': '“{name}” এমন কিছুতে আছে যা অনুমোদনের অপেক্ষায়। আগে সেটি ফিরিয়ে নিন।',
  'platform.approval.problem.required': '{field}: লেখা হয়নি',
  'platform.approval.problem.summary': 'সারসংক্ষেপ লেখা হয়নি',
  'platform.approval.problem.alternative': '{field}: ছবির বর্ণনা নেই',
  'platform.approval.problem.invalid': '{field}: {reason}',
  'platform.approval.problem.address-taken':
    '{field}: “{key}” ঠিকানাটি অন্য কিছুর: সেটি সাইটে আছে, বিজ্ঞপ্তি দিয়ে প্রত্যাহার করা হয়েছে, বা সেখান থেকে সরে গেছে। অন্যটি বেছে নিন, বা ঘরটি খালি করলে একটি খালি ঠিকানা পাওয়া যাবে',
  'platform.approval.problem.shared-changes':
    '{field}: {language, select, bn {বাংলায়} other {ইংরেজিতে}} সাইটে যা আছে তা থেকে আলাদা; দুটি একসঙ্গে প্রকাশ হয়',
  'platform.approval.problem.shared-disagrees':
    '{field}: সাইটে দুই ভাষায় দুই রকম আছে, বাংলায় {bn}, ইংরেজিতে {en}; দুটি একসঙ্গে অনুমোদন করুন',
  'platform.approval.problem.parts-differ':
    '{field}: {language, select, bn {বাংলার} other {ইংরেজির}} সঙ্গে মেলে না: এখানে {here, number}টি, সেখানে {there, number}টি',
  'platform.approval.problem.language-missing': '{language, select, bn {বাংলা} other {ইংরেজি}} লেখাটি নেই',
  'platform.approval.problem.language-older':
    '{language, select, bn {বাংলা} other {ইংরেজি}} লেখাটি এটির চেয়ে পুরোনো',
} as const satisfies Record<MessageCode, string>;
