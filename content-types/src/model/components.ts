import {
  blocks,
  choice,
  date,
  decimal,
  email,
  file,
  fiscalYear,
  image,
  integer,
  line,
  reference,
  term,
  text,
  url,
  yesNo,
} from './fields.ts';
import { defineComponent, repeat } from './groups.ts';

/** One line of a list: a step, a paper to bring, an agenda item, a learning outcome. */
export const item = defineComponent('shared.item', { en: 'Item', bn: 'দফা' }, 'bulletList', {
  text: text({ en: 'Text', bn: 'লেখা' }, { required: true, max: 1000 }),
});

export const question = defineComponent(
  'shared.question',
  { en: 'Question and answer', bn: 'প্রশ্ন ও উত্তর' },
  'question',
  {
    question: line({ en: 'Question', bn: 'প্রশ্ন' }, { required: true }),
    answer: text({ en: 'Answer', bn: 'উত্তর' }, { required: true }),
  },
);

export const figure = defineComponent('shared.figure', { en: 'Picture', bn: 'ছবি' }, 'picture', {
  image: image({ en: 'Picture', bn: 'ছবি' }, { required: true, shared: true }),
  alternative: line(
    { en: 'Text alternative', bn: 'ছবির বিকল্প লেখা' },
    {
      required: true,
      hint: {
        en: 'What the picture shows, for those who cannot see it',
        bn: 'যাঁরা ছবিটি দেখতে পান না তাঁদের জন্য ছবিতে কী আছে',
      },
    },
  ),
  caption: line({ en: 'Caption', bn: 'ছবির নিচের লেখা' }, {}),
});

export const download = defineComponent(
  'shared.download',
  { en: 'File to download', bn: 'ডাউনলোডের ফাইল' },
  'file',
  {
    label: line({ en: 'Label', bn: 'নাম' }, { required: true }),
    file: file({ en: 'File', bn: 'ফাইল' }, { required: true }),
  },
);

export const socialAccount = defineComponent(
  'shared.social-account',
  { en: 'Social account', bn: 'সামাজিক মাধ্যমের ঠিকানা' },
  'thumbUp',
  {
    network: term({ en: 'Network', bn: 'মাধ্যম' }, 'social-network', { required: true, shared: true }),
    url: url({ en: 'Address', bn: 'ঠিকানা' }, { required: true, shared: true }),
  },
);

export const hotline = defineComponent('shared.hotline', { en: 'Hotline', bn: 'হটলাইন' }, 'phone', {
  label: line({ en: 'What it is for', bn: 'কীসের জন্য' }, { required: true }),
  number: line({ en: 'Number', bn: 'নম্বর' }, { required: true, max: 40 }),
});

const bodyText = defineComponent('body.text', { en: 'Text', bn: 'লেখা' }, 'feather', {
  content: blocks({ en: 'Text', bn: 'লেখা' }, { required: true }),
});

const bodyTable = defineComponent('body.table', { en: 'Table', bn: 'সারণি' }, 'apps', {
  caption: line({ en: 'Caption', bn: 'শিরোনাম' }, { required: true }),
  cells: text(
    { en: 'Cells', bn: 'ঘর' },
    {
      required: true,
      hint: {
        en: 'One row per line, cells separated by | or pasted from a spreadsheet; the first row holds the headings',
        bn: 'প্রতি লাইনে একটি সারি, ঘরগুলো | দিয়ে আলাদা অথবা স্প্রেডশিট থেকে কপি করা; প্রথম সারিতে শিরোনাম',
      },
    },
  ),
});

const bodyVideo = defineComponent('body.video-link', { en: 'Link to a video', bn: 'ভিডিওর লিংক' }, 'play', {
  title: line({ en: 'Title', bn: 'শিরোনাম' }, { required: true }),
  url: url({ en: 'Address', bn: 'ঠিকানা' }, { required: true }),
});

/** What a long body may be put together from. */
export const bodyParts = [bodyText, bodyTable, figure, bodyVideo, download] as const;

export const focalPoint = defineComponent(
  'ministry.focal-point',
  { en: 'Focal point', bn: 'ফোকাল পয়েন্ট' },
  'user',
  {
    kind: term({ en: 'Focal point for', bn: 'বিষয়' }, 'focal-point-kind', { required: true, shared: true }),
    designation: line({ en: 'Designation', bn: 'পদবি' }, { required: true }),
    name: line(
      { en: 'Name', bn: 'নাম' },
      { hint: { en: 'Only if the name is public', bn: 'নাম প্রকাশ্য হলেই কেবল' } },
    ),
    email: email({ en: 'E-mail', bn: 'ই-মেইল' }, { shared: true }),
    phone: line({ en: 'Telephone', bn: 'টেলিফোন' }, { max: 40 }),
    from: date({ en: 'From', bn: 'শুরু' }, { shared: true }),
    until: date({ en: 'Until', bn: 'শেষ' }, { shared: true }),
  },
);

export const benefit = defineComponent(
  'programme.benefit',
  { en: 'What it gives', bn: 'কী পাওয়া যায়' },
  'gift',
  {
    kind: term({ en: 'Kind', bn: 'ধরন' }, 'benefit-kind', { required: true, shared: true }),
    amount: line({ en: 'Amount', bn: 'পরিমাণ' }, { required: true }),
    taka: decimal(
      { en: 'Amount in taka', bn: 'টাকায় পরিমাণ' },
      { shared: true, hint: { en: 'For cash: the number alone', bn: 'নগদ হলে শুধু সংখ্যা' } },
    ),
    frequency: term({ en: 'How often', bn: 'কত দিন পর পর' }, 'frequency', { shared: true }),
  },
);

export const programmeFigure = defineComponent(
  'programme.figure',
  { en: 'Figures of a fiscal year', bn: 'অর্থবছরের হিসাব' },
  'chartBubble',
  {
    fiscalYear: fiscalYear({ en: 'Fiscal year', bn: 'অর্থবছর' }, { required: true, shared: true }),
    budgetCrore: decimal({ en: 'Budget, crore taka', bn: 'বাজেট, কোটি টাকা' }, { shared: true }),
    beneficiaries: integer({ en: 'Beneficiaries', bn: 'উপকারভোগী' }, { shared: true }),
    source: line({ en: 'Source', bn: 'উৎস' }, { required: true }),
    provisional: yesNo({ en: 'To be confirmed', bn: 'নিশ্চিত করা বাকি' }, { shared: true }),
  },
);

export const nationalFigure = defineComponent(
  'settings.national-figure',
  { en: 'National figures of a fiscal year', bn: 'অর্থবছরের জাতীয় হিসাব' },
  'chartBubble',
  {
    fiscalYear: fiscalYear({ en: 'Fiscal year', bn: 'অর্থবছর' }, { required: true, shared: true }),
    programmes: integer({ en: 'Programmes', bn: 'কর্মসূচি' }, { shared: true }),
    budgetCrore: decimal({ en: 'Budget, crore taka', bn: 'বাজেট, কোটি টাকা' }, { shared: true }),
    shareOfGdp: decimal({ en: 'Share of GDP, %', bn: 'জিডিপির শতাংশ' }, { shared: true }),
    shareOfBudget: decimal(
      { en: 'Share of the national budget, %', bn: 'জাতীয় বাজেটের শতাংশ' },
      { shared: true },
    ),
    source: line({ en: 'Source', bn: 'উৎস' }, { required: true }),
    provisional: yesNo({ en: 'To be confirmed', bn: 'নিশ্চিত করা বাকি' }, { shared: true }),
  },
);

export const decision = defineComponent('meeting.decision', { en: 'Decision', bn: 'সিদ্ধান্ত' }, 'check', {
  text: text({ en: 'Decision', bn: 'সিদ্ধান্ত' }, { required: true }),
  owner: reference({ en: 'Responsible ministry', bn: 'দায়িত্বপ্রাপ্ত মন্ত্রণালয়' }, 'ministry', { shared: true }),
  due: date({ en: 'Due', bn: 'শেষ তারিখ' }, { shared: true }),
  state: choice({ en: 'State', bn: 'অবস্থা' }, ['open', 'in-progress', 'done', 'dropped'], { shared: true }),
});

export const participant = defineComponent(
  'meeting.participant',
  { en: 'Participant', bn: 'অংশগ্রহণকারী' },
  'user',
  {
    name: line({ en: 'Name', bn: 'নাম' }, {}),
    designation: line({ en: 'Designation', bn: 'পদবি' }, { required: true }),
    ministry: reference({ en: 'Ministry', bn: 'মন্ত্রণালয়' }, 'ministry', { shared: true }),
    organisation: line(
      { en: 'Organisation', bn: 'প্রতিষ্ঠান' },
      { hint: { en: 'If not a ministry of the list', bn: 'তালিকার মন্ত্রণালয় না হলে' } },
    ),
  },
);

const answer = defineComponent('lesson.answer', { en: 'Answer', bn: 'উত্তর' }, 'check', {
  text: line({ en: 'Answer', bn: 'উত্তর' }, { required: true, max: 500 }),
  correct: yesNo({ en: 'Correct', bn: 'সঠিক' }, { shared: true }),
  why: text({ en: 'Why', bn: 'কেন' }, { required: true, max: 1000 }),
});

export const quizQuestion = defineComponent(
  'lesson.question',
  { en: 'Quiz question', bn: 'কুইজের প্রশ্ন' },
  'question',
  {
    prompt: text({ en: 'Question', bn: 'প্রশ্ন' }, { required: true, max: 1000 }),
    choice: choice({ en: 'Answers to choose', bn: 'কয়টি উত্তর' }, ['single', 'multiple'], {
      required: true,
      shared: true,
    }),
    answers: repeat({ en: 'Answers', bn: 'উত্তর' }, answer, { required: true }),
  },
);
