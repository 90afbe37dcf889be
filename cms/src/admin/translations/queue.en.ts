/** Words of the queue, the numbers, the ministries' own step. */
export const queueEn = {
  'platform.queue.menu': 'Approval',
  'platform.queue.title': 'Waiting for approval',
  'platform.queue.page': 'Open the queue',
  'platform.queue.empty': 'Nothing is waiting. All that was submitted has been read.',
  'platform.queue.emptyBesides': 'No submitted entry is waiting.',
  'platform.queue.emptyFilter': 'Nothing matches this choice.',
  'platform.queue.count':
    '{count, plural, one {# entry is} other {# entries are}} waiting. The oldest comes first.',
  'platform.queue.read': 'Read and decide',
  'platform.queue.column.type': 'Kind',
  'platform.queue.column.language': 'Language',
  'platform.queue.column.ministry': 'Ministry',
  'platform.queue.filter.allMinistries': 'All ministries',
  'platform.queue.filter.allTypes': 'All kinds',
  'platform.queue.filter.allLanguages': 'Both languages',
  'platform.queue.noMinistry': 'Kept by the moderators',
  'platform.queue.ministryStep': 'for the ministry to agree',
  'platform.queue.select': 'Select “{title}” ({language})',
  'platform.queue.selectAll': 'Select all',
  'platform.queue.selected': '{count, plural, one {# selected} other {# selected}}',
  'platform.queue.approveSelected': 'Approve the selection',
  'platform.queue.returnSelected': 'Return the selection',
  'platform.queue.agreeSelected': 'Agree to the selection',
  'platform.queue.selection.approve':
    '{count, plural, one {This entry goes} other {These # entries go}} live now, exactly as submitted. Have you read {count, plural, one {it} other {each of them}}?',
  'platform.queue.selection.return':
    '{count, plural, one {This entry goes} other {These # entries go}} back with the same comment.',
  'platform.queue.selection.agree':
    'Your ministry agrees to {count, plural, one {this entry} other {these # entries}}.',
  'platform.queue.selection.none': 'None of the selected entries is waiting for you in this language.',
  'platform.queue.selection.some':
    '{count, plural, one {# selected entry is} other {# selected entries are}} left out, for you may not decide on {count, plural, one {it} other {them}} or {count, plural, one {it is} other {they are}} not waiting.',
  'platform.queue.selection.done': '{count, plural, one {# entry} other {# entries}} done.',
  'platform.queue.selection.failed': 'Not done:',

  'platform.own.empty':
    'Nothing of yours is waiting or was returned. Write something and submit it for approval.',
  'platform.own.returned': 'Returned, for you to change',
  'platform.own.toAgree': 'Waiting for you to agree',
  'platform.own.submitted': 'Waiting for approval',
  'platform.own.approved': 'Approved, goes live later',

  'platform.numbers.title': 'Approval in numbers',
  'platform.numbers.median': 'From submission to approval',
  'platform.numbers.medianHint': 'half of them faster, in the last 30 days',
  'platform.numbers.medianNone': 'Nothing was approved in the last 30 days.',
  'platform.numbers.approved': 'Approved in the last 30 days',
  'platform.numbers.waiting': 'Waiting now, by ministry',
  'platform.numbers.none': 'Nothing is waiting.',
  'platform.numbers.oldest': 'oldest {ago}',

  'platform.steps.title': 'A first step in the ministry',
  'platform.steps.what':
    'Where it is on, an approver of the ministry must agree before the moderators see an entry. Approvers are chosen under Membership.',
  'platform.steps.open': 'A first step in the ministry …',
  'platform.steps.switch': 'First step in {ministry}',
  'platform.steps.on': 'On',
  'platform.steps.off': 'Off',
  'platform.steps.noApprover': 'No approver yet: name one under Membership first',
  'platform.steps.approvers': '{count, plural, one {# approver} other {# approvers}}',
  'platform.steps.saved': 'Saved.',
  'platform.steps.none': 'There is no ministry that you may set this for.',
} as const;
