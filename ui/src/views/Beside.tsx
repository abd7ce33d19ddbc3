import type { FunctionComponent } from 'preact';
import { t } from '../i18n/t';
import { fetchPart } from '../later/files';
import { usePart } from '../later/usePart';
import { Failure, Waiting } from '../parts/Screen';
import type { Screen } from '../route';

/** Beside shows a screen beside the mail, once its code is there. */
export function Beside({ screen }: { screen: Screen }) {
  const Shown = usePart(screen);
  if (Shown === undefined || Shown === 'failed')
    return (
      <main class="screen" id="main" tabIndex={-1}>
        {Shown ? <Failure text={t('screen.failed')} again={() => void fetchPart(screen)} /> : <Waiting />}
      </main>
    );
  const There = Shown as FunctionComponent;
  return <There />;
}
