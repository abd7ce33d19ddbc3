import { useState } from 'preact/hooks';
import * as api from '../../api';
import { count, minute, size } from '../../format';
import { t } from '../../i18n/t';
import { Link } from '../../parts/Link';
import { shorten } from '../../parts/Rule';
import { Failure, Screen, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { quoted } from '../../query';
import type { Route } from '../../route';
import { inbox, now } from '../../store/app';
import { useFetched } from '../../store/fetched';
import type { Charts, Facet, Stats } from '../../wire';
import { Area, Bars, type Bar } from './Chart';

/** Charts are drawn anew this often, in milliseconds. */
const EVERY = 5000;

const SPANS = ['1h', '24h', '7d'] as const;

/** StatsScreen counts what came: when, how large, for whom, from whom, and what was refused. */
export function StatsScreen() {
  const [span, setSpan] = useState<(typeof SPANS)[number]>('1h');
  const { data, problem, again } = useFetched(`charts ${span}`, (signal) => api.charts(span, signal), EVERY);
  const stats = useFetched('stats', (signal) => api.stats(signal), EVERY);
  const spans = SPANS.map((value) => ({ value, text: t(`stats.${value}`) }));
  return (
    <Screen title={t('stats.title')} kind="stats" tools={<Segments label={t('stats.span')} options={spans} value={span} onChange={setSpan} />}>
      {problem && <Failure text={problem} again={again} />}
      <dl class="cards">
        <Card name={t('stats.now')} value={`${count(Math.round(inbox.rate.value))}/s`} />
        <Card name={t('stats.today')} value={data ? count(data.today) : '–'} />
        <Card name={t('stats.kept')} value={stats.data ? count(stats.data.messages) : '–'} />
        <Card name={t('stats.size')} value={stats.data ? size(stats.data.bytes) : '–'} />
        <Card name={t('stats.oldest')} value={data?.oldest ? since(data.oldest) : '–'} />
        <Card name={t('stats.rejected')} value={data ? count(data.rejected) : '–'} to={{ screen: 'sessions', q: 'is:refused' }} />
        <Card name={t('stats.unread')} value={stats.data ? count(stats.data.unread) : '–'} to={{ q: 'is:unread' }} />
        <Card name={t('stats.read')} value={stats.data ? share(stats.data) : '–'} to={{ q: 'is:read' }} />
      </dl>
      {!data && <Waiting />}
      {data && <All data={data} span={span} />}
    </Screen>
  );
}

/** Card is one figure, and where what it counts can be seen. */
function Card({ name, value, to }: { name: string; value: string; to?: Partial<Route> }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{to ? <Link to={to}>{value}</Link> : value}</dd>
    </div>
  );
}

/** share writes how much of the mail was read, in whole percent: all and none only where it is so. */
export function share({ messages, unread }: Pick<Stats, 'messages' | 'unread'>): string {
  if (messages === 0) return '–';
  const percent = ((messages - unread) / messages) * 100;
  return `${unread === 0 || unread === messages ? percent : Math.min(99, Math.max(1, Math.round(percent)))} %`;
}

/** since writes an age in the largest unit that fits. */
function since(text: string): string {
  const past = Math.max(0, now.value - Date.parse(text));
  const units: [number, Intl.NumberFormatOptions['unit']][] = [[86_400_000, 'day'], [3_600_000, 'hour'], [60_000, 'minute'], [1000, 'second']];
  const [span, unit] = units.find(([least]) => past >= least) ?? units[3]!;
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short' }).format(Math.floor(past / span));
}

function All({ data, span }: { data: Charts; span: string }) {
  const start = Date.parse(data.start);
  const arrivals = data.arrivals.map((n, at) => ({ text: minute(start + at * data.step), n, to: { q: between(start + at * data.step, start + (at + 1) * data.step) } }));
  return (
    <div class="charts">
      <Area title={t(`stats.per.${span as '1h'}`)} bars={arrivals} wide />
      <Bars title={t('stats.sizes')} bars={data.sizes.map((bar, at) => ({ text: band(data.sizes[at - 1]?.below, bar.below), n: bar.total, to: { q: sized(data.sizes[at - 1]?.below, bar.below) } }))} />
      <Bars title={t('stats.rcpt')} bars={links(data.rcpt, 'rcpt')} />
      <Bars title={t('stats.from')} bars={links(data.from, 'from')} />
      <Bars title={t('stats.mbox')} bars={data.mbox.map(({ value, total }) => ({ text: value, n: total, to: { account: value } }))} />
      <Bars title={t('stats.rule')} bars={data.rule.map(({ value, total }) => ({ text: shorten(value), n: total, to: { q: `rule:${quoted(value)}` } }))} />
      <Bars title={t('stats.refusals')} bars={data.refusals.map(({ value, total }) => ({ text: value, n: total, to: { screen: 'sessions' as const, q: `code:${value.slice(0, 3)}` } }))} />
      {data.partial && <p class="dim">{t('stats.partial')}</p>}
    </div>
  );
}

/** between finds what came from one time until another. */
function between(from: number, to: number): string {
  return `after:${new Date(from).toISOString()} before:${new Date(to).toISOString()}`;
}

/** sized finds messages of at least one size and below another. */
function sized(from = 0, below?: number): string {
  return [from && `larger:${from - 1}`, below && `smaller:${below}`].filter(Boolean).join(' ');
}

function links(facets: Facet[], field: string): Bar[] {
  return facets.map(({ value, total }) => ({ text: value, n: total, to: { q: `${field}:${quoted(value)}` } as Partial<Route> }));
}

function band(from = 0, below?: number): string {
  return below === undefined ? `≥ ${size(from)}` : from ? `${size(from)} – ${size(below)}` : `< ${size(below)}`;
}
