import type { signInEn } from './sign-in.en';

/** সাইন ইন ও দ্বিতীয় ধাপের লেখা। */
export const signInBn = {
  'platform.sign-in.wrong': 'ই-মেইল ঠিকানা বা পাসওয়ার্ড ঠিক নয়।',
  'platform.sign-in.limited':
    'অনেকবার চেষ্টা হয়েছে। {minutes} মিনিট অপেক্ষা করে আবার চেষ্টা করুন; পাসওয়ার্ড মনে না থাকলে নতুন পাসওয়ার্ড চেয়ে নিন।',
  'platform.sign-in.limited-account':
    'বহু জায়গা থেকে এই অ্যাকাউন্টে ঢোকার চেষ্টা হচ্ছে, তাই অচেনা যন্ত্র থেকে {minutes} মিনিট ঢোকা যাবে না। যে যন্ত্রে আগে সাইন ইন করেছেন, সেখান থেকে ঢুকুন, অথবা অ্যাকাউন্টের ই-মেইলে পাঠানো লিংকটি খুলুন।',
  'platform.sign-in.link-wrong': 'এই লিংক আগেই ব্যবহার হয়েছে বা এর মেয়াদ শেষ। সাইন ইন করতে পারলে লিংকটির দরকার নেই।',
  'platform.sign-in.unlocked': 'যন্ত্রটি এখন চেনা। আগের মতোই পাসওয়ার্ড দিয়ে সাইন ইন করুন।',
  'platform.sign-in.token-needed':
    'প্রথম সুপার অ্যাডমিনের নিবন্ধন হয় এমন একটি ঠিকানা দিয়ে, যা শুধু সার্ভারের পরিচালক দেখতে পান। ঠিকানাটি ডেটা ফোল্ডারের first-admin.txt ফাইলে আছে, আর npm start তার টার্মিনালে দেখায়। সেটি খুলুন, অথবা এখানে লিখুন।',
  'platform.sign-in.token-wrong':
    'এখন এই ঠিকানা চলবে না। সার্ভার প্রতিবার চালু হলে নতুন ঠিকানা তৈরি হয়: first-admin.txt ফাইলে দেখে এখানে লিখুন।',
  'platform.sign-in.registered':
    'প্রথম সুপার অ্যাডমিনের নিবন্ধন আগেই হয়ে গেছে। /admin ঠিকানায় সাইন ইন করুন, অথবা একজন সুপার অ্যাডমিনের কাছে আমন্ত্রণ চান।',
  'platform.sign-in.code-needed': 'আপনার অথেন্টিকেটর অ্যাপে দেখানো ছয় অঙ্কের কোড, অথবা একটি উদ্ধার কোড লিখুন।',
  'platform.sign-in.code-wrong': 'কোডটি ঠিক নয়, অথবা আগেই ব্যবহার হয়েছে। অ্যাপে পরের কোডটি আসা পর্যন্ত অপেক্ষা করুন।',
  'platform.sign-in.password-short': 'অন্তত {least}টি অক্ষর দিন। পরপর কয়েকটি শব্দ মনে রাখা সহজ।',
  'platform.sign-in.password-common':
    'এই পাসওয়ার্ড সহজে অনুমান করা যায়। এমন কয়েকটি শব্দ বেছে নিন, যেগুলোর একটির সঙ্গে আরেকটির বা আপনার কোনো সম্পর্ক নেই।',
  'platform.sign-in.password-needed': 'আপনার পাসওয়ার্ড ঠিক নয়।',
  'platform.sign-in.name-long': 'পদবি সর্বোচ্চ ৮০ অক্ষরে লিখুন।',
  'platform.sign-in.name-signs': 'শুধু অক্ষর, অঙ্ক, ফাঁকা জায়গা ও . , - / & ( ) ’ চিহ্ন ব্যবহার করুন, এক লাইনে।',
  'platform.sign-in.name-scripts':
    'দেখতে একই রকম কিন্তু আলাদা লিপির অক্ষর মেশানো যাবে না। পুরোটা বাংলায় বা ইংরেজিতে লিখুন।',
  'platform.sign-in.name-address': 'কোনো ঠিকানা নয়, পদবি লিখুন। ফুলস্টপের পরে একটি ফাঁকা জায়গা রাখুন।',
  'platform.sign-in.confirm-needed': 'আপনি নিশ্চিত করেননি, তাই কিছু বদলানো হয়নি।',
  'platform.sign-in.factor-required': 'আপনার ভূমিকার জন্য সাইন ইনের দ্বিতীয় ধাপ বাধ্যতামূলক। আগে সেটি চালু করুন।',
  'platform.sign-in.invitation-expired':
    'এই আমন্ত্রণের মেয়াদ শেষ। একজন সুপার অ্যাডমিনকে বলুন আপনার অ্যাকাউন্টটি খুলে আবার সংরক্ষণ করতে; তাহলে মেয়াদ বাড়বে।',
  'platform.sign-in.factor-on': 'দ্বিতীয় ধাপ আগেই চালু আছে। আগে সেটি বন্ধ করুন।',
  'platform.sign-in.factor-none': 'এই অ্যাকাউন্টে দ্বিতীয় ধাপ নেই।',
  'platform.sign-in.confirm':
    'কাজটি যে আপনিই করছেন, তা নিশ্চিত করুন। পরের পাঁচ মিনিটে এই উইন্ডো থেকে কিছু বদলালে আর জিজ্ঞাসা করা হবে না।',
  'platform.sign-in.session-over':
    'আপনার সাইন ইনের মেয়াদ শেষ। কাজ চালিয়ে যেতে আবার সাইন ইন করুন; যা লিখেছেন তা হারাবে না।',
  'platform.sign-in.token': 'ঠিকানাটি, অথবা তার “token=” এর পরের অংশ',
  'platform.sign-in.password': 'আপনার পাসওয়ার্ড',
  'platform.sign-in.code': 'অথেন্টিকেটর অ্যাপের কোড, অথবা একটি উদ্ধার কোড',
  'platform.sign-in.continue': 'এগিয়ে যান',
  'platform.sign-in.cancel': 'বাতিল',
  'platform.factor.title': 'সাইন ইনের দ্বিতীয় ধাপ',
  'platform.factor.subtitle': 'পাসওয়ার্ডের পরে আপনার ফোনের অ্যাপ থেকে একটি কোড চাওয়া হয়',
  'platform.factor.failed': 'কাজটি হয়নি। আবার চেষ্টা করুন; তাতেও না হলে পরিচালকদের জানান।',
  'platform.factor.off': 'এখন বন্ধ আছে: শুধু পাসওয়ার্ড দিয়েই ঢোকা যায়।',
  'platform.factor.required': 'আপনার ভূমিকার জন্য দ্বিতীয় ধাপ বাধ্যতামূলক: এটি চালু করলেই বাকি সব খুলবে।',
  'platform.factor.why':
    'চালু থাকলে কেউ আপনার পাসওয়ার্ড জেনে ফেললেও সাইন ইন করতে পারবে না। এর জন্য ফোনে একটি অথেন্টিকেটর অ্যাপ লাগবে, যেমন FreeOTP বা Google Authenticator।',
  'platform.factor.password': 'আপনার পাসওয়ার্ড',
  'platform.factor.begin': 'শুরু করুন',
  'platform.factor.scan': 'অ্যাপ দিয়ে এই ছবিটি স্ক্যান করুন, অথবা এই চাবিটি অ্যাপে লিখুন:',
  'platform.factor.picture': 'নিচের চাবির কিউআর কোড',
  'platform.factor.code': 'অ্যাপে এখন যে কোড দেখাচ্ছে',
  'platform.factor.confirm': 'চালু করুন',
  'platform.factor.kept.title': 'এই উদ্ধার কোডগুলো রেখে দিন',
  'platform.factor.kept.text':
    'ফোন সঙ্গে না থাকলে প্রতিটি কোড দিয়ে একবার ঢোকা যায়। লিখে নিরাপদ জায়গায় রাখুন: এগুলো আর দেখানো হবে না।',
  'platform.factor.kept.done': 'লিখে রেখেছি',
  'platform.factor.on': 'এখন চালু আছে: পাসওয়ার্ড ও একটি কোড দিয়ে ঢুকতে হয়।',
  'platform.factor.left':
    '{left, plural, =0 {কোনো উদ্ধার কোড বাকি নেই।} other {{left, number}টি উদ্ধার কোড বাকি আছে।}}',
  'platform.factor.switch-off': 'বন্ধ করুন',
  'platform.factor.accounts': 'যেসব অ্যাকাউন্টে দ্বিতীয় ধাপ চালু',
  'platform.factor.accounts.hint': 'কেউ ফোন ও উদ্ধার কোড দুটোই হারালে বন্ধ করে দিন। আগে নিশ্চিত হোন যে তিনিই চাইছেন।',
  'platform.factor.accounts.sure': '{name}-এর দ্বিতীয় ধাপ বন্ধ করবেন?',
} satisfies Record<keyof typeof signInEn, string>;
