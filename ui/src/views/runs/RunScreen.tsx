import * as api from '../../api';
import { copy } from '../../actions';
import { count, moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { RecipientChip } from '../../parts/Recipient';
import { Failure, Screen, Waiting } from '../../parts/Screen';
import { at } from '../../base';
import { quoted } from '../../query';
import { href, route } from '../../route';
import { facets, now } from '../../store/app';
import { useFetched } from '../../store/fetched';
import type { Wait } from '../../wire';
import { alike, Going, Hint, Over } from './Waits';

/** Waits and mails are fetched anew this often, in milliseconds. */
const EVERY = 2000;

/** runQuery finds the mail of a run: what was tagged with its name, or says it in its header. */
export function runQuery(name: string): string {
  return `(tag:${quoted(name)} OR tag:${quoted(`run-${name}`)} OR header:X-Mailsink-Run=${quoted(name)} OR in:${quoted(name)})`;
}

/** about tells whether a wait belongs to a run. */
export function about(wait: Wait, name: string): boolean {
  return !name || wait.account === name || wait.q.toLowerCase().includes(name.toLowerCase());
}

/** RunScreen shows what tests waited for, what came of it and, where nothing did, what came near. */
export function RunScreen() {
  const { name } = route.value;
  const { data, problem, again } = useFetched('waits', (signal) => api.waits(signal), EVERY);
  const waits = (data?.waits ?? []).filter((one) => about(one, name));
  const over = (data?.over ?? []).filter((one) => about(one, name));
  const failed = over.filter((one) => one.outcome === 'timeout' || one.outcome === 'unwanted').length;
  const title = name ? t('run.name', { name }) : t('run.title');
  return (
    <Screen
      title={title}
      kind="runs"
      tools={
        <>
          {failed > 0 && <span class="chip offline"><span class="mark" aria-hidden="true" />{t('run.failed', { n: failed })}</span>}
          <span class="gap" />
          {name && (
            <>
              <Button label={t('act.copyLink')} icon="link" onClick={() => void copy(new URL(href({ screen: 'run', name }), location.href).href, t('what.link'))} />
              <a class="btn" href={at('v1/export') + api.query({ run: name, format: 'report' })} title={t('run.downloadWhat')} download={`run-${name}.zip`}>
                <Icon name="down" /> {t('run.download')}
              </a>
            </>
          )}
        </>
      }
    >
      {problem && <Failure text={problem} again={again} />}
      <div class="split two">
        <section class="left-side" aria-label={t('run.waits')}>
          <h2 class="sidehead">{t('run.waits')}</h2>
          {!data && !problem && <Waiting />}
          {data && waits.length + over.length === 0 && <Hint />}
          <ul class="waits">
            {waits.map((one) => <Going key={one.began + one.q} one={one} />)}
            {over.map((one) => <Over key={one.began + one.q + one.took} one={one} like={alike(one, over)} />)}
          </ul>
        </section>
        <section class="right-side" aria-label={t('run.mails')}>
          {name ? <Mails name={name} /> : <Names />}
        </section>
      </div>
    </Screen>
  );
}

function Mails({ name }: { name: string }) {
  const q = runQuery(name);
  const { data } = useFetched(`run ${name}`, (signal) => api.rows({ q, account: '', mailbox: '' }, { offset: 0, limit: 200, asof: 0 }, signal), EVERY);
  return (
    <>
      <h2 class="sidehead">{t('run.mailsN', { n: data?.total ?? 0 })}</h2>
      {data && data.rows.length === 0 && <p class="state">{t('run.noMails', { name })}</p>}
      <ul class="mails">
        {data?.rows.map((row) => (
          <li key={row.id}>
            <span class="n">{moment(row.t, now.value)}</span>
            <RecipientChip address={row.rcpt[0] ?? ''} more={row.rcptN - 1} />
            <Link to={{ id: row.id, q }}><bdi>{row.subj || t('row.noSubject')}</bdi></Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Names are the accounts, which are runs where each test has one of its own. */
function Names() {
  const accounts = facets.accounts.value;
  return (
    <>
      <h2 class="sidehead">{t('run.accounts')}</h2>
      <p class="dim pad">{t('run.what')}</p>
      <ul class="mails">
        {accounts.map(({ name, total }) => (
          <li key={name}>
            <Link to={{ screen: 'run', name }}>{name}</Link>
            <span class="n">{count(total)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
