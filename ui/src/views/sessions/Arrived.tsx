import * as api from '../../api';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { LinkButton } from '../../parts/Button';
import type { Fragment, Transcript } from '../../wire';

/** Arrived offers what came of the messages that were refused in a session. */
export function Arrived({ of }: { of: Transcript }) {
  if (of.fragments.length === 0) return null;
  return (
    <ul class="arrived" aria-label={t('arrived.title')}>
      {of.fragments.map((one) => (
        <li key={one.number}>
          <code class={one.reply ? 'bad' : 'dim'}>{one.reply || t('arrived.noReply')}</code>
          {one.kept > 0 ? (
            <LinkButton remote label={t('arrived.download')} icon="down" href={api.fragmentURL(of.id, one.number)} download={`refused-${of.id}-${one.number}.eml`} />
          ) : null}
          <span class="dim">{extent(one)}</span>
        </li>
      ))}
    </ul>
  );
}

/** extent says how much arrived, and how much of it is here. */
function extent({ kept, size: came }: Fragment): string {
  if (kept === 0) return t('arrived.gone', { size: size(came) });
  return kept < came ? t('arrived.cut', { size: size(came), kept: size(kept) }) : t('arrived.all', { size: size(came) });
}
