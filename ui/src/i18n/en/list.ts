// The list of messages and the search.

export const list = {
  'search.label': 'Search messages',
  'search.hint': 'Search, e.g. rcpt:anna subject:order',
  'search.clear': 'Clear the search',
  'search.offers': 'Completions',
  'search.terms': 'What is searched for',
  'search.drop': 'Without {term}',

  'list.label': 'Messages',
  'list.region': 'Message list',
  'list.count': { one: '{n} message', other: '{n} messages' },
  'list.countMore': 'more than {n} messages',
  'list.selectAll': 'Select all in this view',
  'list.selected': '{n} selected',
  'list.selectN': 'Select all {n}',
  'list.selectMatching': 'Select all {n} that match',
  'list.actions': 'Actions on the selection',
  'list.none': 'Nothing matches “{q}”.',
  'list.meant': 'Did you mean',
  'list.noneHere': 'There is nothing here.',
  'list.showAll': 'Show all mail',
  'list.failed': 'The messages could not be fetched.',
  'list.retry': 'Try again',

  'row.unread': 'Unread,',
  'row.pinned': 'Pinned,',
  'row.to': 'sent to',
  'row.in': 'in {mailbox}',
  'row.external': 'external',
  'row.more': 'and {n} more',
  'row.attachments': { one: 'attachment', other: 'attachments' },
  'row.warn': 'has defects',
  'row.noSender': '(no sender)',
  'row.noSubject': '(no subject)',

  'time.now': 'just now',
} as const;
