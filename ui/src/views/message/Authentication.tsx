import * as api from '../../api';
import { instant } from '../../format';
import { t } from '../../i18n/t';
import { Failure, Waiting } from '../../parts/Screen';
import { useFetched } from '../../store/fetched';
import type { AuthResult, Authentication as Claims, Message, Signature } from '../../wire';
import { Fact } from './DeliveryTab';

/** Authentication is what the message says of who answers for it. Nothing is looked up, and it says what that leaves open. */
export function Authentication({ message }: { message: Message }) {
  const { data, problem, again } = useFetched(`authentication ${message.id}`, (signal) => api.authentication(message.id, signal));
  return (
    <section class="authentication">
      <h3>{t('auth.title')}</h3>
      {problem && !data && <Failure text={t('auth.failed')} why={problem} again={again} />}
      {!problem && !data && <Waiting />}
      {data && <Claimed of={data} />}
    </section>
  );
}

const METHODS = ['spf', 'dkim', 'dmarc'];

function Claimed({ of: data }: { of: Claims }) {
  const by = (method: string) => data.results.filter((one) => one.method === method);
  const others = data.results.filter(({ method }) => !METHODS.includes(method));
  return (
    <>
      <dl class="facts">
        <Fact name="SPF">
          <Results list={by('spf')} />
          <span class="claim dim">{spf(data)}</span>
        </Fact>
        <Fact name="DKIM">
          <Results list={by('dkim')} />
          {data.signatures.length === 0 && <span class="claim dim">{t('auth.unsigned')}</span>}
          {data.signatures.map((one, at) => <Signed key={at} signature={one} />)}
        </Fact>
        <Fact name="DMARC">
          <Results list={by('dmarc')} />
          <span class="claim dim">{dmarc(data)}</span>
        </Fact>
        {others.length > 0 && <Fact name={t('auth.others')}><Results list={others} named /></Fact>}
      </dl>
      <p class="dim">{t('auth.hint')}</p>
    </>
  );
}

/** spf says what SPF would look at, and whether that is of use to DMARC. */
function spf({ from, reversePath, aligned }: Claims): string {
  if (!reversePath) return t('auth.pathNull');
  if (!from) return t('auth.pathAlone', { domain: reversePath });
  return t(aligned ? 'auth.pathAligned' : 'auth.pathStrange', { domain: reversePath, from });
}

/** dmarc says what DMARC could come to, as far as names decide it. */
function dmarc({ from, aligned, signatures }: Claims): string {
  if (!from) return t('auth.noFrom');
  const signed = signatures.find((one) => one.aligned);
  if (!aligned && !signed) return t('auth.neither', { from });
  return t('auth.could', { from, by: [signed && `DKIM (d=${signed.domain})`, aligned && 'SPF'].filter(Boolean).join(', ') });
}

/** Results are what others claim to have found. */
function Results({ list, named }: { list: AuthResult[]; named?: boolean }) {
  return (
    <>
      {list.map((one, at) => (
        <span key={at} class="claim">
          {named && <code>{one.method}</code>} <b class={one.result === 'pass' ? 'told ok' : /fail|error/.test(one.result) ? 'told bad' : 'told'}>{one.result}</b>{' '}
          <span class="dim">{t(one.server ? 'auth.saidBy' : 'auth.said', { server: one.server, field: one.field })}</span>{' '}
          <code>{Object.entries(one.properties).map(([name, value]) => `${name}=${value}`).join(' ')}</code> {one.reason && <q>{one.reason}</q>}
        </span>
      ))}
    </>
  );
}

/** Signed is one signature: whose it is, whether the body is the one signed, and what it leaves out. */
function Signed({ signature: s }: { signature: Signature }) {
  return (
    <span class="claim">
      <code>{t('auth.signature', { domain: s.domain || '–', selector: s.selector || '–' })}</code> <code class="dim">{s.algorithm}</code>{' '}
      <span class={s.aligned ? 'dim' : 'mark-external'}>{t(s.aligned ? 'auth.aligned' : 'auth.strange')}</span>
      <ul class="notes">
        <li class={s.body === 'changed' ? 'warn' : undefined}>{t(`auth.${s.body}`)}{s.partial && ` ${t('auth.partial')}`}</li>
        {s.unsigned.length > 0 && <li class={s.unsigned.includes('From') ? 'warn' : undefined}>{t('auth.unsignedFields', { names: s.unsigned.join(', ') })}</li>}
        {s.expires && <li class={s.expired ? 'warn' : undefined}>{t(s.expired ? 'auth.expired' : 'auth.expires', { time: instant(Date.parse(s.expires)) })}</li>}
        <li>{t('auth.key', { name: `${s.selector || '–'}._domainkey.${s.domain || '–'}` })}</li>
      </ul>
    </span>
  );
}
