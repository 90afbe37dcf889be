/** Words of what waits for a second person. */
export const secondEn = {
  'platform.second.waiting': 'Waiting for a second person',
  'platform.second.kind.notice': 'Notice in other words',
  'platform.second.kind.notice-removal': 'Taking the notice away',
  'platform.second.kind.override': 'Override',
  'platform.second.kind.erase': 'Erasing for ever',
  'platform.second.by': 'Asked for by {by}, {when}',
  'platform.second.ago': 'Asked for {ago} by {by}',
  'platform.second.until': 'Holds until {when}, or until what it is about is changed.',
  'platform.second.nobody':
    'Nobody can confirm this at present: it needs a second super admin or moderator who did not write in it. A super admin names one under Settings › Users.',
  'platform.second.nobody.super-admin':
    'Nobody can confirm this at present: it needs a second super admin. A super admin names one under Settings › Users.',
  'platform.second.waits': 'Asked for already: it waits for a second person.',
  'platform.second.ask': 'Ask a second person',
  'platform.second.asked': 'Asked. It waits for a second person, who gets an e-mail.',
  'platform.second.confirm': 'Confirm',
  'platform.second.confirm.notice':
    'Visitors then read these words at the address of the page, in both languages.',
  'platform.second.confirm.notice-removal':
    'The address then says “not found”, as if the page had never been there.',
  'platform.second.confirm.override':
    'Exactly the version that was submitted goes live in this language, though nobody else than its authors approved it. Your name and the reason stand out in the history and are reported to all super admins.',
  'platform.second.confirm.erase':
    'Lost for ever are: both languages, live and as drafts; the notice of its withdrawal; what was said in its history; files that nothing else uses. Of who did what and when only names, times and digests stay. Nobody can bring it back, except from a backup until that expires.',
  'platform.second.confirm.typed': 'Type its title to confirm',
  'platform.second.confirm.comment': 'Comment (not required)',
  'platform.second.confirm.done': 'Confirmed.',
  'platform.second.confirm.erased': 'Erased for ever.',
  'platform.second.decline': 'Decline',
  'platform.second.decline.what':
    'Nothing changes. Whoever asked reads your comment in an e-mail and in the history.',
  'platform.second.decline.comment': 'Why not?',
  'platform.second.decline.done': 'Declined with your comment.',
  'platform.second.take-back': 'Take the request back',
  'platform.second.take-back.what': 'Nothing changes, and nobody is asked any more.',
  'platform.second.take-back.done': 'Taken back.',
} as const;
