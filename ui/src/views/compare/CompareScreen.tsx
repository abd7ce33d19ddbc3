import { useState } from 'preact/hooks';
import * as api from '../../api';
import { failed, tell, WIDTHS } from '../../actions';
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
import { previewed, SANDBOX } from '../message/Preview';
import { earlier } from './earlier';
import { Texts } from './Texts';

const KINDS: Tab[] = ['html', 'text', 'source', 'headers', 'parts'];

/** CompareScreen sets two messages side by side, to look at and word by word. */
export function CompareScreen() {
  const { name, other } = route.value;
  const [noise, setNoise] = useState(true);
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
          <span class="ends">
            <Button label={t('compare.swap')} icon="swap" bare kind="quiet" onClick={() => go({ name: other, other: name }, true)} />
            {a.data && <Button label={t('compare.earlier')} icon="older" bare kind="quiet" onClick={() => void further(a.data!)} />}
          </span>
        </>
      }
    >
      {problem && <Failure text={problem} again={() => (a.again(), b.again())} />}
      {!problem && (!a.data || !b.data) && <Waiting />}
      {a.data && b.data && (
        <>
          <Tabs label={t('compare.kinds')} id="cmp" items={items} value={tab as Tab} onChange={(value) => go({ tab: value }, true)} />
          <div class="panel" role="tabpanel" id="cmp-panel" aria-labelledby={`cmp-${tab}`} data-tab={tab}>
            {tab === 'html' ? <Visual a={a.data} b={b.data} /> : <Texts key={tab} a={text(a.data, tab as Tab, noise)} b={text(b.data, tab as Tab, noise)} noise={noise} onNoise={tab === 'headers' ? setNoise : undefined} />}
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

/** further compares with the message of the same kind that came before A. */
async function further(a: Message): Promise<void> {
  try {
    const found = await earlier(a);
    if (found) go({ name: found.id }, true);
    else tell(t('compare.none'));
  } catch (cause) {
    failed(cause);
  }
}

/** Fields that differ in every message. */
const NOISE = /^(?:date|message-id|received|dkim-signature|x-google-|arc-)/i;

/** text writes what is compared of a message. */
function text(message: Message, tab: Tab, noise: boolean): string {
  if (tab === 'source') return message.html ?? '';
  if (tab === 'headers') return (message.headers ?? []).filter(({ name }) => !noise || !NOISE.test(name)).map(({ name, body }) => `${name}: ${noise ? body.replace(/boundary="?[^";]+"?/gi, 'boundary=…') : body}`).join('\n');
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
      src={previewed(message.preview!) + (scheme === 'forced' ? '?force=dark' : '')}
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
