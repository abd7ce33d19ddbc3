// Comparing two messages.

export const compare = {
  'compare.title': 'Compare',
  'compare.visual': 'Visual',
  'compare.kinds': 'What is compared',
  'compare.swap': 'Swap the sides',
  'compare.how': 'How they are shown',
  'compare.side': 'Side by side',
  'compare.over': 'Overlay',
  'compare.difference': 'Difference',
  'compare.swipe': 'Swipe',
  'compare.part': 'How much of B is seen',
  'compare.noHtml': 'One of the messages has no HTML part.',
  'compare.changes': { one: '{n} change', other: '{n} changes' },
  'compare.same': 'No difference',
  'compare.numbers': 'Ignore numbers',
  'compare.space': 'Ignore space',
  'compare.ins': 'added:',
  'compare.del': 'removed:',
  'compare.none': 'There is no earlier message from this sender.',
} as const;
