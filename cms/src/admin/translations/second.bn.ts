import type { secondEn } from './second.en';

/** দ্বিতীয় একজনের অপেক্ষায় যা থাকে তার লেখা। */
export const secondBn = {
  'platform.second.waiting': 'দ্বিতীয় একজনের অপেক্ষায়',
  'platform.second.kind.notice': 'নিজের ভাষায় বিজ্ঞপ্তি',
  'platform.second.kind.notice-removal': 'বিজ্ঞপ্তি সরানো',
  'platform.second.kind.override': 'বিশেষ ক্ষমতায় অনুমোদন',
  'platform.second.kind.erase': 'চিরতরে মুছে ফেলা',
  'platform.second.by': 'অনুরোধ করেছেন {by}, {when}',
  'platform.second.ago': '{ago} অনুরোধ করেছেন {by}',
  'platform.second.until': '{when} পর্যন্ত চলবে, বা যার জন্য করা তা বদলানো পর্যন্ত।',
  'platform.second.nobody':
    'এখন এটি নিশ্চিত করার কেউ নেই: এতে লেখেননি এমন আরেকজন সুপার অ্যাডমিন বা মডারেটর লাগবে। সুপার অ্যাডমিন “সেটিংস › ব্যবহারকারী” অংশে একজন ঠিক করতে পারেন।',
  'platform.second.nobody.super-admin':
    'এখন এটি নিশ্চিত করার কেউ নেই: আরেকজন সুপার অ্যাডমিন লাগবে। সুপার অ্যাডমিন “সেটিংস › ব্যবহারকারী” অংশে একজন ঠিক করতে পারেন।',
  'platform.second.waits': 'অনুরোধ আগেই করা হয়েছে: দ্বিতীয় একজনের অপেক্ষায় আছে।',
  'platform.second.ask': 'দ্বিতীয় একজনকে অনুরোধ করুন',
  'platform.second.asked': 'অনুরোধ করা হয়েছে। দ্বিতীয় একজন ই-মেইল পাবেন; তাঁর অপেক্ষায় আছে।',
  'platform.second.confirm': 'নিশ্চিত করুন',
  'platform.second.confirm.notice': 'এরপর দর্শকেরা পাতার ঠিকানায় দুই ভাষায় এই লেখা পড়বেন।',
  'platform.second.confirm.notice-removal': 'এরপর ঠিকানায় লেখা থাকবে “পাওয়া যায়নি”, যেন পাতাটি ছিলই না।',
  'platform.second.confirm.override':
    'যা জমা দেওয়া হয়েছে ঠিক তাই এই ভাষায় প্রকাশ হবে, যদিও লেখকেরা ছাড়া আর কেউ অনুমোদন করেননি। আপনার নাম ও কারণ ইতিহাসে আলাদা করে দেখাবে এবং সব সুপার অ্যাডমিনকে জানানো হবে।',
  'platform.second.confirm.erase':
    'চিরতরে হারাবে: দুই ভাষার লেখা, সাইটের ও খসড়ার; প্রত্যাহারের বিজ্ঞপ্তি; ইতিহাসে যা বলা হয়েছিল; যেসব ফাইল আর কোথাও ব্যবহার হয় না। কে কখন কী করেছেন, তার শুধু নাম, সময় ও সংকেত থাকবে। ব্যাকআপের মেয়াদ থাকা পর্যন্ত সেখান থেকে ছাড়া কেউ এটি ফিরিয়ে আনতে পারবেন না।',
  'platform.second.confirm.typed': 'নিশ্চিত করতে শিরোনামটি লিখুন',
  'platform.second.confirm.comment': 'মন্তব্য (না দিলেও চলে)',
  'platform.second.confirm.done': 'নিশ্চিত হয়েছে।',
  'platform.second.confirm.erased': 'চিরতরে মোছা হয়েছে।',
  'platform.second.decline': 'নাকচ করুন',
  'platform.second.decline.what': 'কিছুই বদলাবে না। যিনি অনুরোধ করেছেন তিনি আপনার মন্তব্য ই-মেইলে ও ইতিহাসে পড়বেন।',
  'platform.second.decline.comment': 'কেন নয়?',
  'platform.second.decline.done': 'মন্তব্যসহ নাকচ করা হয়েছে।',
  'platform.second.take-back': 'অনুরোধ ফিরিয়ে নিন',
  'platform.second.take-back.what': 'কিছুই বদলাবে না, কারও কাছে অনুরোধও থাকবে না।',
  'platform.second.take-back.done': 'ফিরিয়ে নেওয়া হয়েছে।',
} as const satisfies Record<keyof typeof secondEn, string>;
