/** Words of Strapi's own that clash with ours, or that nobody outside its makers understands. */
export const strapiEn = {
  'content-manager.containers.List.published': 'Live',
  'content-manager.containers.List.modified': 'Live, newer draft',
  'content-manager.containers.List.draft': 'Draft',
  'content-manager.containers.edit.tabs.published': 'Live',
  'content-manager.containers.edit.tabs.draft': 'Draft',
  'content-manager.containers.edit.tabs.label': 'Which version',
  'content-manager.containers.edit.information.last-published.label': 'Went live',
  'content-manager.containers.EditView.saveHint': 'Ctrl / Cmd + Enter saves the draft',
  'content-manager.components.LeftMenu.collection-types': 'Kinds of entries',
  'content-manager.components.LeftMenu.single-types': 'Settings of the site',
  'content-manager.success.record.save': 'Saved',
  'content-manager.widget.last-published.title': 'Went live last',
  'content-manager.widget.last-published.no-data': 'Nothing is live yet',
  'content-manager.widget.last-edited.title': 'Edited last',
  'content-manager.widget.last-edited.no-data': 'Nothing has been edited yet',
  'global.content-manager': 'Content',
  'content-manager.plugin.name': 'Content',
  'content-manager.containers.Home.pluginHeaderTitle': 'Content',
  'content-manager.header.name': 'Content',
  'HomePage.header.subtitle': 'Social Protection Platform',
  'Auth.form.firstname.placeholder': 'e.g. Joint Secretary',
  'Auth.form.lastname.placeholder': 'e.g. Budget wing',
  'Auth.form.email.placeholder': 'e.g. name@example.gov.bd',
  'Auth.form.password.hint':
    'At least 12 characters that are not easy to guess, with a capital letter, a small letter and a digit of English among them',
  'Auth.form.register.news.label':
    'News of Strapi, which made this panel. Leave this empty: nothing is sent from here.',
  'Auth.form.register.subtitle': 'This account opens the platform to write, review and publish.',
  'Auth.components.Oops.title': 'This did not work',
  'Auth.components.Oops.text.admin': 'If you do not know what to do, ask a super admin.',
  'app.containers.AuthPage.ForgotPasswordSuccess.title': 'Request received',
  'app.containers.AuthPage.ForgotPasswordSuccess.text.email':
    'If there is an account with this address, an e-mail is on its way. Its link works once, within an hour.',
  'app.containers.AuthPage.ForgotPasswordSuccess.text.contact-admin':
    'If it does not arrive, tell a super admin.',
  'Settings.permissions.users.listview.header.subtitle': 'Everyone who has an account here, or is invited',
} as const;
