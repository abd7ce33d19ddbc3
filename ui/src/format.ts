import { t as say } from './i18n/t';
import { prefs } from './store/prefs';

// Numbers, sizes and times as people read them.

const numbers = new Intl.NumberFormat(undefined);
/** inZone makes what writes times in one time zone. */
function inZone(timeZone: string | undefined) {
  return {
    24: new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    12: new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: true }),
    day: new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }),
    year: new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
    full: new Intl.DateTimeFormat('en-GB', {
      timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
      hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
    }),
    /** How far the zone is ahead of UTC at an instant, in milliseconds. */
    offset: (t: number) => (timeZone ? zoned(t, timeZone) : -new Date(t).getTimezoneOffset() * 60_000),
  };
}

/** zoned returns how far a time zone is ahead of UTC at an instant, in milliseconds. */
function zoned(t: number, timeZone: string): number {
  const there = new Date(t).toLocaleString('sv', { timeZone });
  return Date.parse(`${there.replace(' ', 'T')}Z`) - Math.floor(t / 1000) * 1000;
}

let made: { zone: string; formats: ReturnType<typeof inZone> } | undefined;

/** formats returns what writes times in the zone that was chosen; one that the browser does not know is that of the browser. */
function formats() {
  const { zone } = prefs.value;
  if (made?.zone !== zone) {
    try {
      made = { zone, formats: inZone(zone || undefined) };
    } catch {
      made = { zone, formats: inZone(undefined) };
    }
  }
  return made!.formats;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function count(n: number): string {
  return numbers.format(n);
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
  const { offset, day, year, ...clocks } = formats();
  const ahead = offset(now);
  const date = (at: number) => Math.floor((at + ahead) / 86_400_000);
  if (date(t) === date(now)) return clocks[prefs.value.clock].format(t);
  return new Date(t + ahead).getUTCFullYear() === new Date(now + ahead).getUTCFullYear() ? day.format(t) : year.format(t);
}

/** instant writes a time in full, to the millisecond. */
export function instant(t: number): string {
  return formats().full.format(t);
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
