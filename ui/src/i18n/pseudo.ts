const FROM = 'aceinosuyACEINOSUY';
const TO = 'áçéíñóšúýÁÇÉÍÑÓŠÚÝ';

/** pseudo makes a text strange and two fifths longer, as translations often are, in words of a likely length, and leaves {parameters} alone. */
export function pseudo(text: string): string {
  const strange = text.replace(/\{\w+\}|./g, (part) => (part.length > 1 ? part : (TO[FROM.indexOf(part)] ?? part)));
  const letters = text.replace(/\{\w+\}/g, '').length;
  return `[${strange}${'~'.repeat(Math.ceil(letters * 0.4)).replace(/~{9}(?=~)/g, '$& ')}]`;
}
