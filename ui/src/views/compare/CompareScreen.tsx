import { useMemo, useState } from 'preact/hooks';
import * as api from '../../api';
import { WIDTHS } from '../../actions';
import { rooted } from '../../base';
import { diff, plain, words } from '../../diff';
import { moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Link } from '../../parts/Link';
import { Failure, Screen, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { Tabs } from '../../parts/Tabs';
import { go, route, SCHEMES, type Tab } from '../../route';
import { now } from '../../store/app';
import { useFetched } from '../../store/fetched';
import type { Message, Part } from '../../wire';

const KINDS: Tab[] = ['html', 'text', 'source', 'headers', 'parts'];

/** SANDBOX is that of the preview. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** CompareScreen sets two messages side by side, to look at and word by word. */
export function CompareScreen() {
  const { name, other } = route.value;
  const a = useFetched(`message ${name}`, (signal) => api.message(name, signal));
  const b = useFetched(`message ${other}`, (signal) => api.message(other, signal));
  const problem = a.problem ?? b.problem;
  const tab = route.value.tab || (a.data?.preview && b.data?.preview ? 'html' : 'text');
  const items = KINDS.map((value) => ({ value, text: t(value === 'html' ? 'compare.visual' : value === 'source' ? 'tab.html' : `tab.${value}`) }));
  return (
    <Screen
      title={t('compare.title')}
      kind="compare"
      tools={
        <>
          {a.data && <Side mark="A" message={a.data} />}
          {b.data && <Side mark="B" message={b.data} />}
          <Button label={t('compare.swap')} icon="compare" bare kind="quiet" onClick={() => go({ name: other, other: name }, true)} />
        </>
      }
    >
      {problem && <Failure text={problem} again={() => (a.again(), b.again())} />}
      {!problem && (!a.data || !b.data) && <Waiting />}
      {a.data && b.data && (
        <>
          <Tabs label={t('compare.kinds')} id="cmp" items={items} value={tab as Tab} onChange={(value) => go({ tab: value }, true)} />
          <div class="panel" role="tabpanel" id="cmp-panel" aria-labelledby={`cmp-${tab}`} data-tab={tab}>
            {tab === 'html' ? <Visual a={a.data} b={b.data} /> : <Texts key={tab} a={text(a.data, tab as Tab)} b={text(b.data, tab as Tab)} />}
          </div>
        </>
      )}
    </Screen>
  );
}

function Side({ mark, message }: { mark: string; message: Message }) {
  return (
    <span class="which">
      <b>{mark}</b>
      <span class="n">{moment(Date.parse(message.internalDate), now.value)}</span>
      <Link to={{ id: message.id }}><bdi>{message.summary.subject || t('row.noSubject')}</bdi></Link>
    </span>
  );
}

const NOISE = /^(?:date|message-id|received|dkim-signature|x-google-|arc-)/i;

/** text writes what is compared of a message. */
function text(message: Message, tab: Tab): string {
  if (tab === 'source') return message.html ?? '';
  if (tab === 'headers') return (message.headers ?? []).filter(({ name }) => !NOISE.test(name)).map(({ name, body }) => `${name}: ${body.replace(/boundary="?[^";]+"?/gi, 'boundary=…')}`).join('\n');
  if (tab === 'parts') return outline(message.parts ?? []);
  return message.text ?? '';
}

function outline(parts: Part[], depth = 0): string {
  return parts.map((part) => `${'  '.repeat(depth)}${part.type}${part.charset ? ` ${part.charset}` : ''}${part.encoding ? ` ${part.encoding}` : ''}${part.filename ? ` ${part.filename}` : ''}\n${outline(part.children ?? [], depth + 1)}`).join('');
}

const LOOKS = ['side', 'over', 'difference', 'swipe'] as const;

/** Visual shows two previews beside or on top of each other. In the difference, black is what they have in common. */
function Visual({ a, b }: { a: Message; b: Message }) {
  const [how, setHow] = useState<(typeof LOOKS)[number]>('side');
  const [part, setPart] = useState(50);
  const { width, scheme } = route.value;
  if (!a.preview || !b.preview) return <p class="dim pad">{t('compare.noHtml')}</p>;
  const stacked = how !== 'side';
  const frame = (message: Message, mark: string) => (
    <iframe
      class={scheme === 'dark' ? 'dark' : undefined}
      title={`${mark}: ${t('html.title', { subject: message.summary.subject })}`}
      sandbox={SANDBOX}
      referrerpolicy="no-referrer"
      src={rooted(message.preview!) + (scheme === 'forced' ? '?force=dark' : '')}
    />
  );
  return (
    <>
      <div class="toolbar">
        <Segments label={t('compare.how')} options={LOOKS.map((value) => ({ value, text: t(`compare.${value}`) }))} value={how} onChange={setHow} />
        <Segments label={t('html.width')} options={WIDTHS.map((value) => ({ value, text: value ? String(value) : t('html.fit') }))} value={width} onChange={(value) => go({ width: value }, true)} />
        <Segments label={t('html.scheme')} options={SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }))} value={scheme} onChange={(value) => go({ scheme: value }, true)} />
        {(how === 'swipe' || how === 'over') && (
          <input type="range" aria-label={t('compare.part')} min={0} max={100} value={part} onInput={(event) => setPart(event.currentTarget.valueAsNumber)} />
        )}
      </div>
      <div class={`both ${how}`} style={{ '--part': `${part}%`, '--see': part / 100, '--wide': width ? `${width}px` : '100%' }}>
        <div class="one">{frame(a, 'A')}</div>
        <div class={stacked ? 'one upper' : 'one'}>{frame(b, 'B')}</div>
      </div>
    </>
  );
}

/** Texts shows the words that two texts do not have in common. */
function Texts({ a, b }: { a: string; b: string }) {
  const [numbers, setNumbers] = useState(false);
  const [space, setSpace] = useState(false);
  const changes = useMemo(() => diff(words(plain(a, { numbers, space })), words(plain(b, { numbers, space }))), [a, b, numbers, space]);
  const n = changes.filter(({ side }) => side).length;
  return (
    <>
      <div class="toolbar">
        <span class="dim" role="status">{n ? t('compare.changes', { n }) : t('compare.same')}</span>
        <span class="gap" />
        <label class="tick"><input type="checkbox" checked={numbers} onChange={(event) => setNumbers(event.currentTarget.checked)} /> {t('compare.numbers')}</label>
        <label class="tick"><input type="checkbox" checked={space} onChange={(event) => setSpace(event.currentTarget.checked)} /> {t('compare.space')}</label>
      </div>
      <pre class="plain wrap differ" tabIndex={0}>
        {changes.map(({ side, text: run }, at) =>
          side === 0 ? run : side > 0 ? <ins key={at}><span class="sr">{t('compare.ins')} </span>{run}</ins> : <del key={at}><span class="sr">{t('compare.del')} </span>{run}</del>,
        )}
      </pre>
    </>
  );
}
