import { signal } from '@preact/signals';
import { t } from '../i18n/t';
import { Failure, Waiting } from '../parts/Screen';
import type { Screen } from '../route';

type Later = typeof import('../screens');

/** later is the code that comes when it is needed. */
export const later = signal<Later | 'failed' | undefined>(undefined);

/** fetchScreens gets the code of the other screens; once is enough. */
export function fetchScreens(): void {
  if (typeof later.peek() === 'object') return;
  later.value = undefined;
  import('../screens').then(
    (there) => (later.value = there),
    () => (later.value = 'failed'),
  );
}

/** Beside shows a screen beside the mail, once its code is there. */
export function Beside({ screen }: { screen: Screen }) {
  const there = later.value;
  if (there === undefined) fetchScreens();
  if (typeof there !== 'object')
    return (
      <main class="screen" id="main" tabIndex={-1}>
        {there === 'failed' ? <Failure text={t('screen.failed')} again={fetchScreens} /> : <Waiting />}
      </main>
    );
  const Shown = there.screens[screen];
  return Shown ? <Shown /> : null;
}
