import { en, type Key } from './en';

type Params = Record<string, string | number>;

const plural = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** t returns the text of a key with its {parameters} put in; n chooses between singular and plural. */
export function t(key: Key, params: Params = {}): string {
  const entry: string | { one: string; other: string } = en[key];
  const text = typeof entry === 'string' ? entry : entry[plural.select(Number(params.n)) === 'one' ? 'one' : 'other'];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
