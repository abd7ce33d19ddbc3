import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { compared } from '../../diff';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import type { Tab } from '../../route';
import type { Message } from '../../wire';
import { changesOf, numbered, textOf, type Noise } from './texts';

/** What makes no difference; the choice stays from message to message. */
const ignored = signal<Noise>({ date: true, id: true, boundaries: true, numbers: true, space: false });

/** The choices there are: those of the header, and those of every text. */
const OF_HEADERS = ['date', 'id', 'boundaries'] as const;
const OF_ALL = ['numbers', 'space'] as const;

/** Texts shows the words that two texts do not have in common, and goes from one to the next. */
export function Texts({ a, b, tab }: { a: Message; b: Message; tab: Tab }) {
  const noise = ignored.value;
  const [at, setAt] = useState(-1);
  const changes = useMemo(() => compared(textOf(a, tab, noise), textOf(b, tab, noise), noise), [a, b, tab, noise]);
  const n = useMemo(() => changesOf(changes), [changes]);
  const more = useMemo(() => (noise.numbers || noise.space ? changesOf(compared(textOf(a, tab, noise), textOf(b, tab, noise))) - n : 0), [changes]);
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => setAt(-1), [changes]);
  useEffect(() => {
    const all = text.current!.querySelectorAll('[data-change]');
    all.forEach((one) => one.classList.toggle('here', Number((one as HTMLElement).dataset.change) === at));
    text.current!.querySelector(`[data-change="${at}"]`)?.scrollIntoView({ block: 'center' });
  }, [at, changes]);
  return (
    <>
      <div class="toolbar">
        <span class="dim" role="status">{n ? (at < 0 ? t('compare.changes', { n }) : t('compare.at', { at: at + 1, n })) : t('compare.same')}</span>
        <Button label={t('compare.before')} icon="newer" bare kind="quiet" disabled={n === 0} onClick={() => setAt((at + n + (at < 0 ? 0 : -1)) % n)} />
        <Button label={t('compare.next')} icon="older" bare kind="quiet" disabled={n === 0} onClick={() => setAt((at + 1) % n)} />
        {more > 0 && <span class="dim">{t('compare.ignored', { n: more })}</span>}
        <span class="gap" />
        <span class="dim" id="ignore">{t('compare.ignore')}</span>
        <span class="ticks" role="group" aria-labelledby="ignore">
          {[...(tab === 'headers' ? OF_HEADERS : []), ...OF_ALL].map((one) => (
            <label key={one} class="tick"><input type="checkbox" checked={noise[one]} onChange={(event) => (ignored.value = { ...noise, [one]: event.currentTarget.checked })} /> {t(`compare.${one}`)}</label>
          ))}
        </span>
      </div>
      <pre class="plain wrap differ" tabIndex={0} ref={text}>
        {numbered(changes).map(({ side, text: run, nth }, index) =>
          side === 0 ? run : side > 0 ? (
            <ins key={index} data-change={nth}><span class="sr">{t('compare.ins')} </span>{run}</ins>
          ) : (
            <del key={index} data-change={nth}><span class="sr">{t('compare.del')} </span>{run}</del>
          ),
        )}
      </pre>
    </>
  );
}
