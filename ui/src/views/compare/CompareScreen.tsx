import { useMemo, useState } from 'preact/hooks';
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
import type { Message } from '../../wire';
import { previewed, SANDBOX } from '../message/Preview';
import { compared } from '../../diff';
import { earlier, kindOf } from './earlier';
import { changesOf, textOf } from './texts';
import { Texts } from './TextDiff';

const KINDS: Tab[] = ['html', 'text', 'source', 'headers', 'parts'];

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
          <span class="ends">
            <Button label={t('compare.swap')} icon="swap" bare kind="quiet" onClick={() => go({ name: other, other: name }, true)} />
            {a.data && <Button remote label={t('compare.earlier')} icon="older" bare kind="quiet" onClick={() => void further(a.data!)} />}
          </span>
        </>
      }
    >
      {problem && <Failure text={t('compare.failed')} why={problem} again={() => (a.again(), b.again())} />}
      {!problem && (!a.data || !b.data) && <Waiting />}
      {a.data && b.data && (
        <>
          <Tabs label={t('compare.kinds')} id="cmp" items={items} value={tab as Tab} onChange={(value) => go({ tab: value }, true)} />
          <div class="panel" role="tabpanel" id="cmp-panel" aria-labelledby={`cmp-${tab}`} data-tab={tab}>
            {tab === 'html' ? <Visual a={a.data} b={b.data} /> : long(a.data, tab) || long(b.data, tab) ? <p class="dim pad">{t('compare.long')}</p> : <Texts key={tab} a={a.data} b={b.data} tab={tab as Tab} />}
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
    const found = await earlier(kindOf(a));
    if (found) go({ name: found.id }, true);
    else tell(t('compare.none'));
  } catch (cause) {
    failed(cause);
  }
}

/** long tells whether what is compared was too long to come with the message. */
function long(message: Message, tab: string): boolean {
  return (tab === 'text' && !message.text && Boolean(message.textSize)) || (tab === 'source' && !message.html && Boolean(message.htmlSize));
}

/** Both mails are scrolled as one, so their frames are as tall as the mails may be, in pixels: how tall is only known in them. */
const TALLEST = 12_000;
const DENSE = 0.25;

/** Characters of texts whose changes are counted beside what is seen; longer ones are compared when they are looked at. */
const SHORT = 40_000;

const LOOKS = ['side', 'over', 'difference', 'swipe'] as const;

/** Visual shows two previews beside or on top of each other. In the difference, black is what they have in common. */
function Visual({ a, b }: { a: Message; b: Message }) {
  const [how, setHow] = useState<(typeof LOOKS)[number]>('side');
  const [part, setPart] = useState(50);
  const { width, scheme } = route.value;
  const stacked = how !== 'side';
  const changes = useMemo(() => {
    const [one, other] = [textOf(a, 'text'), textOf(b, 'text')];
    return one.length + other.length > SHORT ? undefined : changesOf(compared(one, other));
  }, [a, b]);
  const tall = Math.max(a.htmlSize ?? 0, b.htmlSize ?? 0) * DENSE;
  if (!a.preview || !b.preview) return <p class="dim pad">{t('compare.noHtml')}</p>;
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
        <span class="ends">
          {(a.remote || b.remote) && <span class="dim">{t('compare.remote')}</span>}
          {changes !== undefined && <Button label={changes ? t('compare.inText', { n: changes }) : t('compare.textSame')} kind="quiet" onClick={() => go({ tab: 'text' }, true)} />}
        </span>
      </div>
      <div class={`both ${how}`} style={{ '--part': `${part}%`, '--see': part / 100, '--wide': width ? `${width}px` : '100%', '--tall': `${Math.round(Math.min(TALLEST, tall))}px` }} tabIndex={0} role="group" aria-label={t('compare.visual')}>
        <div class="one">{frame(a, 'A')}</div>
        <div class={stacked ? 'one upper' : 'one'}>{frame(b, 'B')}</div>
      </div>
    </>
  );
}
