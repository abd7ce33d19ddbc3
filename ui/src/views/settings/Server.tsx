import type { ComponentChildren } from 'preact';
import { count, size } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Link } from '../../parts/Link';
import { info } from '../../store/app';
import { logout } from '../../actions';
import * as api from '../../api';
import { useFetched } from '../../store/fetched';
import type { Info } from '../../wire';

/** Server tells how the server was started; nothing of it can be changed here. */
export function Server() {
  const tables = useFetched('tables', (signal) => api.tables(signal));
  const known = info.value;
  if (!known) return null;
  const facts = factsOf(known, tables.data?.files ?? []);
  return (
    <section>
      <h2>{t('settings.server')}</h2>
      <div>
        <dl class="facts">
          {facts.filter(([, value]) => value).map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd><code>{value}</code></dd>
            </>
          ))}
        </dl>
        {known.login && <Button remote label={t('settings.logout')} icon="out" onClick={logout} />}
      </div>
    </section>
  );
}

function factsOf(known: Info, files: string[]): [string, ComponentChildren][] {
  const { limits } = known;
  const tls = { '': t('settings.tlsNone'), offered: t('settings.tlsOffered'), required: t('settings.tlsRequired') };
  const auth = { any: t('settings.authAny'), off: t('settings.authOff'), users: t('settings.authUsers') };
  return [
    [t('settings.version'), known.version],
    [t('settings.doors'), known.doors?.map(({ name, address }) => `${name} ${address}`).join(', ') || [known.smtp, known.imap, known.http].filter(Boolean).join(', ')],
    [t('settings.tls'), tls[known.tls ?? '']],
    [t('settings.auth'), known.auth && auth[known.auth] + (known.authRequired ? t('settings.authRequired') : '')],
    [t('settings.login'), t(known.login ? 'settings.loginYes' : 'settings.loginNo')],
    [t('settings.store'), known.store],
    [t('settings.keep'), [limits?.age, limits?.messages && t('list.count', { n: limits.messages }), limits?.bytes && size(limits.bytes)].filter(Boolean).join(', ') || t('settings.all')],
    [t('settings.messageSize'), limits?.messageSize && size(limits.messageSize)],
    [t('settings.recipients'), limits?.recipients && count(limits.recipients)],
    [t('rules.title'), known.table && <Link to={{ screen: 'rules' }}>{known.table}</Link>],
    [t('settings.files'), files.join(', ')],
    [t('settings.relay'), t('settings.relayNone')],
    [t('html.remote'), t(known.remote ? 'settings.byProxy' : 'settings.never')],
  ];
}
