import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { takeBack } from '../actions';
import { announced, notice, undo } from '../store/app';

/** What is told stays this long, in milliseconds; longer while it can be undone. */
const STAY = 5000;
const REGRET = 10_000;

/** Notice tells the user for a moment what happened. */
export function Notice() {
  const told = notice.value;
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    if (!told || told.bad || looked) return;
    const timer = setTimeout(() => (notice.value = undefined), told.undo ? REGRET : STAY);
    return () => clearTimeout(timer);
  }, [told, looked]);
  const look = { onPointerEnter: () => setLooked(true), onPointerLeave: () => setLooked(false), onFocusIn: () => setLooked(true), onFocusOut: () => setLooked(false) };
  return (
    <>
      <div class="toasts" role={told?.bad ? 'alert' : 'status'}>
        {told && (
          <div class={told.bad ? 'toast bad' : 'toast'} {...look}>
            <span>{told.text}</span>
            {told.undo && undo.value && <Button label={t('undo.do')} kind="quiet" class="undo" keys="z" onClick={() => void takeBack()} />}
            <Button icon="close" label={t('act.close')} bare kind="quiet" onClick={() => (notice.value = undefined)} />
          </div>
        )}
      </div>
      <div class="sr" aria-live="polite">
        {announced.value}
      </div>
    </>
  );
}
