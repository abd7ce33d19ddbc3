import { prefs } from '../store/prefs';
import { en, type Key } from './en';
import { pseudo } from './pseudo';

type Params = Record<string, string | number>;

/** How the address asks for words: lang=qps is English made strange, to find what is not translated or does not fit. */
const asked = typeof location === 'undefined' ? new URLSearchParams() : new URLSearchParams(location.search);
const lang = asked.get('lang');

/** strange tells whether words are made strange: as the address asks, else as was chosen. */
const strange = () => (lang ?? prefs.value.language) === 'qps';

/** direction is the way lines run: dir=rtl mirrors the page. */
export const direction = asked.get('dir') === 'rtl' ? 'rtl' : 'ltr';

const plural = new Intl.PluralRules('en');

/** numeral writes a number within a text as the numbers beside it are written. */
function numeral(n: number): string {
  try {
    return n.toLocaleString(prefs.value.locale || undefined);
  } catch {
    return n.toLocaleString();
  }
}

/** t returns the text of a key with its {parameters} put in; n chooses between singular and plural. */
export function t(key: Key, params: Params = {}): string {
  return say(en[key], params);
}

/** say puts {parameters} into a text; n chooses between singular and plural. */
export function say(entry: string | { one: string; other: string }, params: Params = {}): string {
  const text = typeof entry === 'string' ? entry : entry[plural.select(Number(params.n)) === 'one' ? 'one' : 'other'];
  return (strange() ? pseudo(text) : text).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return typeof value === 'number' ? numeral(value) : value;
  });
}
