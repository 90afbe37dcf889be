import type { SignInCode } from '../../features/accounts/messages';

/** What the server's refusals say, and the words of the second factor. */
export const signInEn = {
  'platform.sign-in.wrong': 'E-mail address or password is not right.',
  'platform.sign-in.limited':
    'Too many attempts. Wait {minutes} min, then try again; if you do not know your password any more, ask for a new one.',
  'platform.sign-in.limited-account':
    'Somebody tries to get into this account from many places: it is closed to unknown devices for {minutes} min. Sign in on a device that you have used before, or open the link that was sent to the account’s e-mail address.',
  'platform.sign-in.link-wrong':
    'This link was used already or has expired. You do not need it if you can sign in.',
  'platform.sign-in.unlocked': 'This device is known now. Sign in with your password as always.',
  'platform.sign-in.token-needed':
    'The first super admin registers by an address that only who runs the server can see: it is in the file first-admin.txt of the data folder, and npm start shows it in its terminal. Open it, or type it here.',
  'platform.sign-in.token-wrong':
    'This is not the address that counts now. A new one is made at each start of the server: look in first-admin.txt, and type it here.',
  'platform.sign-in.registered':
    'The first super admin has registered already. Sign in under /admin, or ask a super admin for an invitation.',
  'platform.sign-in.code-needed':
    'Type the six-digit code that your authenticator app shows, or a recovery code.',
  'platform.sign-in.code-wrong':
    'The code is not right or was used already. Wait for the next one that your app shows.',
  'platform.sign-in.password-short':
    'Choose at least {least} characters. Several words in a row are easy to remember.',
  'platform.sign-in.password-common':
    'This password is easy to guess. Choose several words that have nothing to do with each other or with you.',
  'platform.sign-in.password-needed': 'Your password is not right.',
  'platform.sign-in.name-long': 'Write the designation in at most 80 letters.',
  'platform.sign-in.name-signs': 'Letters, digits, spaces and the signs . , - / & ( ) ’ only, in one line.',
  'platform.sign-in.name-scripts':
    'Letters of scripts that look alike cannot be mixed. Write all of it in Bengali or in English.',
  'platform.sign-in.name-address': 'Write the designation, not an address. Leave a space after a full stop.',
  'platform.sign-in.confirm-needed': 'Nothing was changed, because you did not confirm it.',
  'platform.sign-in.factor-required': 'Your role needs a second factor. Set it up first.',
  'platform.sign-in.invitation-expired': 'This invitation has expired. Ask a super admin to send it again.',
  'platform.sign-in.invitation-used':
    'This invitation was used already, or a newer one was sent. If you have chosen your password, sign in; if not, open the newest one, or ask a super admin to send it again.',
  'platform.sign-in.not-invited':
    'This account has a password, or is not there any more. Who has forgotten a password asks for a new one at the sign-in.',
  'platform.sign-in.reset-over':
    'This link was used already, has expired, or a newer one was sent. Ask for a new one under “Forgot your password?”.',
  'platform.sign-in.factor-on': 'The second factor is on already. Switch it off first.',
  'platform.sign-in.factor-none': 'This account has no second factor.',
  'platform.sign-in.confirm':
    'Confirm that it is you. What you change from this window in the next five minutes needs no further confirmation.',
  'platform.sign-in.session-over':
    'Your session has ended. Sign in again to go on; nothing that you have typed is lost.',
  'platform.sign-in.token': 'Address, or what stands in it after “token=”',
  'platform.sign-in.password': 'Your password',
  'platform.sign-in.code': 'Code from the authenticator app, or a recovery code',
  'platform.sign-in.continue': 'Continue',
  'platform.sign-in.cancel': 'Cancel',
  'platform.account.active': 'Active',
  'platform.account.off': 'Off',
  'platform.account.invited': 'Invited, until {until}',
  'platform.account.expired': 'Invitation expired, {until}',
  'platform.invitation.mailed':
    'The invitation goes by e-mail to the address below, with a link that works once, within a week. The account’s page says until when, and sends it again.',
  'platform.invitation.invited':
    'The invitation was mailed to {email} and counts until {until}. It has not been taken up yet.',
  'platform.invitation.expired':
    'The invitation to {email} expired on {until} and was not taken up. Send it again.',
  'platform.invitation.active':
    'The invitation to {email} counts until {until}; no password has been chosen yet.',
  'platform.invitation.again': 'Send again',
  'platform.invitation.sentAgain': 'The invitation goes to {email} again. The link before it works no more.',
  'platform.factor.title': 'Second factor',
  'platform.factor.subtitle': 'A code from an app on your phone, asked for after your password',
  'platform.factor.failed': 'That did not work. Try again; if that does not help, tell the operators.',
  'platform.factor.off': 'It is off: your password alone lets you in.',
  'platform.factor.required':
    'Your role needs a second factor: everything else opens once it is switched on.',
  'platform.factor.why':
    'With it, somebody who has found out your password still cannot sign in. You need an authenticator app on your phone, such as FreeOTP or Google Authenticator.',
  'platform.factor.password': 'Your password',
  'platform.factor.begin': 'Set up',
  'platform.factor.scan': 'Scan this picture with the app, or type this key into it:',
  'platform.factor.picture': 'QR code with the key below',
  'platform.factor.code': 'The code that the app shows now',
  'platform.factor.confirm': 'Switch on',
  'platform.factor.kept.title': 'Keep these recovery codes',
  'platform.factor.kept.text':
    'Each lets you in once when you do not have your phone. Write them down and keep them in a safe place: they are not shown again.',
  'platform.factor.kept.done': 'I have written them down',
  'platform.factor.on': 'It is on: your password and a code let you in.',
  'platform.factor.left':
    '{left, plural, =0 {No recovery codes are left.} one {# recovery code is left.} other {# recovery codes are left.}}',
  'platform.factor.switch-off': 'Switch off',
  'platform.factor.accounts': 'Accounts with a second factor',
  'platform.factor.accounts.hint':
    'Switch it off when somebody has lost their phone and their recovery codes. Be sure that it is really them who asks.',
  'platform.factor.accounts.sure': 'Switch off the second factor of {name}?',
} as const satisfies Record<SignInCode, string> & Record<string, string>;
