import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { announced, notice } from '../store/app';

/** What is told stays this long, in milliseconds. */
const STAY = 5000;

/** Notice tells the user for a moment what happened. */
export function Notice() {
  const told = notice.value;
  useEffect(() => {
    if (!told || told.bad) return;
    const timer = setTimeout(() => (notice.value = undefined), STAY);
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <>
      <div class="toasts" role={told?.bad ? 'alert' : 'status'}>
        {told && (
          <div class={told.bad ? 'toast bad' : 'toast'}>
            <span>{told.text}</span>
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
