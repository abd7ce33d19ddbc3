import { t as say } from './i18n/t';
import { prefs } from './store/prefs';

// Numbers, sizes and times as people read them.

/** made remembers what writes numbers and times, until another locale or time zone is chosen. */
let made: { key: string; formats: ReturnType<typeof inZone>; numbers: Intl.NumberFormat } | undefined;

/** inZone makes what writes times in one time zone, as a locale has them. */
function inZone(timeZone: string | undefined, locale: string | undefined) {
  const style = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const date = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    24: style({ ...time, second: '2-digit' }),
    12: style({ hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: true }),
    day: style({ day: 'numeric', month: 'short' }),
    year: style({ day: 'numeric', month: 'short', year: 'numeric' }),
    full: style({ ...date, ...time, second: '2-digit', fractionalSecondDigits: 3 }),
    second: style({ ...date, ...time, second: '2-digit' }),
    minute: style({ ...date, ...time }),
    /** How far the zone is ahead of UTC at an instant, in milliseconds. */
    offset: (t: number) => (timeZone ? zoned(t, timeZone) : -new Date(t).getTimezoneOffset() * 60_000),
  };
}

/** zoned returns how far a time zone is ahead of UTC at an instant, in milliseconds. */
function zoned(t: number, timeZone: string): number {
  const there = new Date(t).toLocaleString('sv', { timeZone });
  return Date.parse(`${there.replace(' ', 'T')}Z`) - Math.floor(t / 1000) * 1000;
}

/** tools returns what writes numbers and times; a zone or a locale that the browser does not know is its own. */
function tools() {
  const { zone, locale } = prefs.value;
  const key = `${zone} ${locale}`;
  if (made?.key !== key) {
    try {
      made = { key, formats: inZone(zone || undefined, locale || undefined), numbers: new Intl.NumberFormat(locale || undefined) };
    } catch {
      made = { key, formats: inZone(undefined, undefined), numbers: new Intl.NumberFormat() };
    }
  }
  return made!;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function count(n: number): string {
  return tools().numbers.format(n);
}

/** size writes octets with the unit that leaves at most three digits. */
export function size(octets: number): string {
  if (octets < 1000) return `${octets} B`;
  const [unit, name] = octets < 999_500 ? [1000, 'kB'] : octets < 999_500_000 ? [1e6, 'MB'] : [1e9, 'GB'];
  const value = octets / (unit as number);
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${name}`;
}

/** moment writes a time for a row: the second of today, the day of what is older. */
export function moment(t: number, now: number): string {
  const { offset, day, year, ...clocks } = tools().formats;
  const ahead = offset(now);
  const date = (at: number) => Math.floor((at + ahead) / 86_400_000);
  if (date(t) === date(now)) return clocks[prefs.value.clock].format(t);
  return new Date(t + ahead).getUTCFullYear() === new Date(now + ahead).getUTCFullYear() ? day.format(t) : year.format(t);
}

/** instant writes a time in full, to the millisecond. */
export function instant(t: number): string {
  return tools().formats.full.format(t);
}

/** second writes a time in full, to the second; minute, to the minute. */
export function second(t: number): string {
  return tools().formats.second.format(t);
}

export function minute(t: number): string {
  return tools().formats.minute.format(t);
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** ago writes how long ago something was. */
export function ago(t: number, now: number): string {
  const past = Math.max(0, now - t);
  for (const [span, unit] of STEPS) if (past >= span) return relative.format(-Math.floor(past / span), unit);
  return past < 10_000 ? say('time.now') : relative.format(-Math.floor(past / 1000), 'second');
}

/** delay writes milliseconds as a person would say them. */
export function delay(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const span = Math.abs(ms);
  if (span < 1000) return `${sign}${span} ms`;
  return span < 60_000 ? `${sign}${(span / 1000).toFixed(1)} s` : `${sign}${Math.round(span / 60_000)} min`;
}

/** person writes who a message is from in the list. */
export function person(from: { n: string; a: string }): string {
  return from.n || from.a || say('row.noSender');
}

/** address writes an address with its display name. */
export function address(a: { name?: string; address: string }): string {
  return a.name ? `${a.name} <${a.address}>` : a.address;
}
