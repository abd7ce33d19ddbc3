// What opens above the page.

export const layers = {
  'palette.title': 'Do anything',
  'palette.hint': 'A command, a view, a recipient, a subject',
  'palette.none': 'Nothing is called like this.',
  'palette.prefixes': '> commands · @ recipients · # tags · Enter to choose',
  'palette.command': 'command',
  'palette.place': 'view',
  'palette.rcpt': 'recipient',
  'palette.tag': 'tag',
  'palette.mail': 'message',

  'tags.title': 'Tags of this message',
  'tags.titleN': 'Tags of {n} messages',
  'tags.new': 'New tag',
  'tags.add': 'Add',
  'tags.known': 'Tags in use',
  'tags.wrong': 'A tag is one word of plain letters, digits and signs.',

  'links.title': 'Links of this message',
  'links.none': 'There is no link in this message.',
  'links.copy': 'Copy the address',

  'mine.title': 'My addresses',
  'mine.why': 'Mail to these addresses, as they were before rewriting, is yours. A star stands for anything. Only this browser knows them.',
  'mine.add': 'An address or a pattern',
  'mine.drop': 'Remove {pattern}',
  'mine.show': 'Show my mail',
  'mine.set': 'set…',

  'inject.title': 'Write a message',
  'inject.stays': 'It goes through the rules into this sink, and nowhere else.',
  'inject.subject': 'Subject',
  'inject.form': 'Form of the message',
  'inject.text': 'Text',
  'inject.html': 'HTML',
  'inject.raw': 'Raw message',
  'inject.times': 'Times',
  'inject.send': 'Put it in',
  'inject.sent': 'It is here:',
} as const;
