import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { diff, plain, words } from '../../diff';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';

/** Texts shows the words that two texts do not have in common, and goes from one to the next. */
export function Texts({ a, b, noise, onNoise }: { a: string; b: string; noise?: boolean; onNoise?: (on: boolean) => void }) {
  const [numbers, setNumbers] = useState(false);
  const [space, setSpace] = useState(false);
  const [at, setAt] = useState(-1);
  const changes = useMemo(() => diff(words(plain(a, { numbers, space })), words(plain(b, { numbers, space }))), [a, b, numbers, space]);
  const n = useMemo(() => groups(changes), [changes]);
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => setAt(-1), [changes]);
  useEffect(() => {
    const all = text.current!.querySelectorAll('[data-change]');
    all.forEach((one) => one.classList.toggle('here', Number((one as HTMLElement).dataset.change) === at));
    text.current!.querySelector(`[data-change="${at}"]`)?.scrollIntoView({ block: 'center' });
  }, [at, changes]);
  const tick = (label: string, on: boolean, set: (on: boolean) => void) => (
    <label class="tick"><input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} /> {label}</label>
  );
  return (
    <>
      <div class="toolbar">
        <span class="dim" role="status">{n ? (at < 0 ? t('compare.changes', { n }) : t('compare.at', { at: at + 1, n })) : t('compare.same')}</span>
        <Button label={t('compare.before')} icon="newer" bare kind="quiet" disabled={n === 0} onClick={() => setAt((at + n + (at < 0 ? 0 : -1)) % n)} />
        <Button label={t('compare.next')} icon="older" bare kind="quiet" disabled={n === 0} onClick={() => setAt((at + 1) % n)} />
        <span class="gap" />
        <span class="dim">{t('compare.ignore')}</span>
        {onNoise && tick(t('compare.noise'), Boolean(noise), onNoise)}
        {tick(t('compare.numbers'), numbers, setNumbers)}
        {tick(t('compare.space'), space, setSpace)}
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

type Changes = ReturnType<typeof diff>;

/** numbered gives what was taken out and what was put in for it one number. */
export function numbered(changes: Changes): (Changes[number] & { nth: number })[] {
  let nth = -1;
  return changes.map((change, at) => {
    if (change.side && !changes[at - 1]?.side) nth++;
    return { ...change, nth };
  });
}

function groups(changes: Changes): number {
  return Math.max(-1, ...numbered(changes).filter(({ side }) => side).map(({ nth }) => nth)) + 1;
}
