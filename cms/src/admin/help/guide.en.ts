import type { Guide } from './guide';

/** The guide for editors and moderators, in English. */
export const guideEn: Guide = {
  title: 'Help',
  lead: 'From the first draft to a page that people can read. Two people see every page before it is live: whoever wrote it, and a moderator of the Cabinet Division.',
  contents: 'On this page',
  parts: [
    {
      title: 'Where to begin',
      paragraphs: [
        'The first page shows what needs you. An editor sees what was returned, with the comment, and what still waits. A moderator sees what waits, the oldest first.',
        'Under “Content” are all entries, by kind: programmes, stories, documents and so on. You see those of your own ministry.',
        'Your own screen can be in Bengali or in English: choose it under your name, “Profile settings”.',
      ],
      picture: {
        name: 'home',
        alternative: 'The first page of a moderator, with the list of what waits and the numbers.',
      },
    },
    {
      title: 'Write and save',
      paragraphs: [
        'Open an entry, or add a new one. Each entry has two versions: Bengali and English. Choose the language at the top right.',
        'Amounts, dates, ministries, right answers and whatever else says “Same in all languages” you write once: saving one language changes the other’s draft too. A part that you add appears there without words, to be translated.',
        'Press “Save” as often as you like. What you save is a draft: nobody outside sees it.',
        'Beside the form, “Approval” says how far each language has come and what you can do next.',
      ],
      picture: { name: 'write', alternative: 'The form of a programme, with the approval beside it.' },
    },
    {
      title: 'See the page beforehand',
      paragraphs: [
        '“Preview the page” shows your draft as the site would show it, in both languages, as on a phone and as on a desk. Save first: the preview shows what is saved.',
      ],
      picture: { name: 'preview', alternative: 'The preview of a programme’s page, as on a phone.' },
    },
    {
      title: 'Submit for approval',
      paragraphs: [
        'Press “Submit for approval”. You see at once what is missing. What must be put right stands first; the rest is advice.',
        'In the note, tell the reader what is new. The two languages are submitted one by one. Where something that is the same in both has changed and both are live, they are submitted, read and approved together.',
        'If you change something afterwards, the submission is taken back by itself, and the entry says so. Submit it again when it is ready.',
      ],
      picture: {
        name: 'submit',
        alternative: 'The question that opens on “Submit for approval”, with what to check and a note.',
      },
    },
    {
      title: 'When it was returned',
      paragraphs: [
        'You get an e-mail, and the entry stands first on your first page. The comment says what to change. Change it, save, and submit it again.',
      ],
      picture: { name: 'returned', alternative: 'A returned entry with the moderator’s comment.' },
    },
    {
      title: 'For moderators: the queue',
      paragraphs: [
        '“Approval” in the menu lists all that waits, the oldest first. Narrow it by ministry, kind and language. What waits for three days or more is in bold.',
        'You can select several entries and approve or return them together. Read each of them first.',
      ],
      picture: { name: 'queue', alternative: 'The queue with its filters, two entries selected.' },
    },
    {
      title: 'For moderators: read and decide',
      paragraphs: [
        'Open an entry of the queue. Under “What changes” is every place that differs from what is live. Removed words are struck through, added words are bold and underlined.',
        '“Approve” puts exactly this version live, now or at a date and time (in Dhaka). “Return” sends it back with your comment. You cannot approve what you wrote or submitted yourself.',
      ],
      picture: {
        name: 'compare',
        alternative:
          'A comparison: removed words struck through, added words underlined; beside it Approve and Return.',
      },
    },
    {
      title: 'For moderators: at a date and time',
      paragraphs: [
        'Choose “At a date and time” to have it go live by itself. Until then anyone who may approve can cancel it. If the entry is edited before, the approval is lost and nothing goes live.',
      ],
      picture: {
        name: 'approve',
        alternative: 'The question that opens on “Approve”, with a date and a time.',
      },
    },
    {
      title: 'Take something off the site',
      paragraphs: [
        'A moderator withdraws a page at once by choosing a sentence. The page’s address then shows it in both languages, so that people who have the link learn why.',
        'Words of your own take the sentence’s place when a second moderator or super admin, who did not write the page, has confirmed them. So does taking a notice away.',
        'Only a super admin can take a page away without a notice, and must give a reason.',
        'What must not be kept anywhere, such as personal data published by mistake, two super admins erase for ever: one asks with a reason, the other types the title to confirm. Files that nothing else uses go too, and so do the words of its history.',
      ],
      picture: { name: 'withdraw', alternative: 'The question that opens on “Withdraw with a notice”.' },
    },
    {
      title: 'Who did what, and when',
      paragraphs: [
        '“History” lists all that happened to an entry, the newest first: who submitted, returned, approved and withdrew it, with the comments. An override stands out.',
      ],
      picture: { name: 'history', alternative: 'The history of an entry.' },
    },
    {
      title: 'When your ministry reads first',
      paragraphs: [
        'A ministry can switch on a first step of its own: one of its approvers must agree before the moderators see an entry. It is switched on and off under “Approval”, “A first step in the ministry”.',
      ],
    },
  ],
};
