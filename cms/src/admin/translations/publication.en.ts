/** Words of how entries and the whole site are doing. */
export const publicationEn = {
  'platform.publication.title': 'The public site',
  'platform.publication.never': 'The site has not been built yet.',
  'platform.publication.live': 'Everything that was approved is live. Last built {when}.',
  'platform.publication.waiting': 'Something newer was approved; the site is being built. Last built {when}.',
  'platform.publication.failed': 'The last build failed at {when}. Visitors keep the site as it was before.',
  'platform.publication.leftOut': 'Left out, because something is wrong in them:',
  'platform.publication.unwritten': 'Still to be written, for the site to be whole:',
  'platform.publication.unwritten.entry': '{name} ({languages})',
  'platform.publication.problem': '{title} ({language}): {problem}',
  'platform.publication.open': 'Open the entry',
  'platform.leftOut.does-not-fit': '“{field}” is not as it has to be ({about}).',
  'platform.leftOut.reserved-address': '“{field}”: {about} is the address of another part of the site.',
  'platform.leftOut.nothing-visible': '“{field}” has nothing in it that could be seen.',
  'platform.leftOut.name-taken': '“{field}”: another entry is already called {about}.',
  'platform.leftOut.course-missing': '“{field}”: {about} is not on the site. Publish the course first.',
  'platform.leftOut.file-gone': '“{field}”: the file has been deleted. Choose another one.',
  'platform.leftOut.page-fails':
    'No page can be made from it, so the site stands without it: {about}. Correct what this names; if you cannot tell what it means, tell your administrator.',
  'platform.leftOut.file-unreadable': '“{field}”: the file {about} cannot be read. Upload it again.',
  'platform.leftOut.file-missing': '“{field}”: the file {about} is missing. Upload it again.',
  'platform.leftOut.picture-unreadable':
    '“{field}”: the picture {about} cannot be read. Save it anew as JPEG or PNG and upload it again.',
  'platform.leftOut.dead-link': '“{field}”: the link to {about} leads nowhere.',
  'platform.live.title': 'On the public site',
  'platform.live.approved': 'Approved {when}',
  'platform.live.takenDown': 'Taken off {when}',
  'platform.live.building': 'The site is being built …',
  'platform.live.since': 'Live since {when}',
  'platform.live.gone': 'No longer on the site since {when}',
  'platform.live.see': 'See the page ({language})',
  'platform.live.kept': 'Visitors still see the site as it was before.',
  'platform.live.trouble.cms-away':
    'The builder cannot reach the CMS. It keeps trying; if this lasts for some minutes, tell the operators.',
  'platform.live.trouble.cms-refuses':
    'The builder was refused by the CMS. Tell the operators: EXPORT_TOKEN differs.',
  'platform.live.trouble.export-broken':
    'What the builder got from the CMS was incomplete. It keeps trying; if this lasts for some minutes, tell the operators.',
  'platform.live.trouble.export-doubtful':
    'So much has been taken off the site at once that an operator has to confirm it first.',
  'platform.live.trouble.disk-full': 'The site’s disk is full. Tell the operators.',
  'platform.live.trouble.not-writable': 'The site’s folder cannot be written to. Tell the operators.',
  'platform.live.trouble.overtaken': 'Another builder was quicker. It will show with the next build.',
  'platform.live.trouble.build': 'The site could not be built. Tell the operators if it stays so.',
  'platform.live.trouble.left-out':
    'It was left out of the site, because something is wrong in it. Mend it and submit it again:',
  'platform.live.trouble.held':
    'The operators are showing an older state of the site for now. This follows as soon as they let go.',
  'platform.status.title': 'Site status',
  'platform.status.failed': 'The status could not be loaded. Reload the page.',
  'platform.status.waits': 'Approved, but not on the site yet',
  'platform.status.waits.publish': 'to appear, approved {when}',
  'platform.status.waits.unpublish': 'to disappear, taken off {when}',
  'platform.status.mail': 'E-mails that could not be delivered',
  'platform.status.mail.one': '“{subject}” to {to}, {when}: {error}',
  'platform.status.mail.waiting':
    '{count, plural, one {One e-mail is} other {# e-mails are}} still to be sent.',
  'platform.status.backup': 'Backups',
  'platform.status.backup.none':
    'No backup is configured, since {when}. Tell the operators: if the disk were lost, everything would be.',
  'platform.status.backup.failing': 'Backups have failed since {when}',
  'platform.status.backup.rehearsalFailing':
    'Restoring a backup for a test has failed since {when}: do not rely on the newest ones',
  'platform.status.backup.witnessFailing':
    'The end of the audit record has not reached its witness since {when}',
  'platform.status.backup.late': 'The last backup is older than it should be. Tell the operators.',
  'platform.status.backup.missing':
    '{count, plural, one {One uploaded file is} other {# uploaded files are}} missing on disk. Tell the operators.',
  'platform.status.backup.sameDisk':
    'The backups lie on the disk that they are backups of: with the disk both would be lost. Tell the operators.',
  'platform.status.backup.last': 'Last backup: {when}',
  'platform.status.backup.never': 'There is no backup yet.',
  'platform.status.backup.proven': 'Last proven restore: {when}, of the backup made on {made}',
  'platform.status.backup.unproven': 'No backup has been restored for a test yet.',
  'platform.status.builds': 'Last builds',
  'platform.status.builds.when': 'Finished',
  'platform.status.builds.result': 'Result',
  'platform.status.builds.took': 'Took',
  'platform.status.builds.pages': 'Pages',
  'platform.status.builds.size': 'Size',
  'platform.status.builds.leftOut': 'Left out',
  'platform.status.builds.ok': 'Went live',
  'platform.status.builds.bad': 'Failed',
  'platform.status.builds.build': 'In the log: {build}',
  'platform.status.builds.same':
    'Built anew from nothing and compared: all {files, number} files are the same.',
  'platform.status.builds.differed':
    'Built anew from nothing and compared: {different, plural, one {one file} other {# files}} of {files, number} differed. The new ones are live.',
  'platform.status.differed':
    'At the last comparison with a site built from nothing, on {when}, {different, plural, one {one file was} other {# files were}} not as they should be. The site has been set right; tell the developers, and give them the builder’s log.',
  'platform.status.part.export': 'content',
  'platform.status.part.images': 'pictures and files',
  'platform.status.part.render': 'pages',
  'platform.status.part.checks': 'checks',
  'platform.status.part.search': 'search',
  'platform.status.part.compress': 'packing',
  'platform.status.part.seal': 'sealing',
  'platform.status.part.swap': 'going live',
};
