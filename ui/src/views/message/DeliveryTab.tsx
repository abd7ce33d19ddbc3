import type { ComponentChildren } from 'preact';
import { size } from '../../format';
import { t } from '../../i18n/t';
import * as api from '../../api';
import { Link } from '../../parts/Link';
import { RecipientChip } from '../../parts/Recipient';
import { Transcript } from '../../parts/Transcript';
import { useFetched } from '../../store/fetched';
import { Rule } from '../../parts/Rule';
import type { Message, Param, Recipient } from '../../wire';
import { Authentication } from './Authentication';
import { compare } from './envelope';

/** DeliveryTab tells how the message came and why it is where it is. */
export function DeliveryTab({ message }: { message: Message }) {
  return (
    <div class="delivery">
      <section>
        <h3>{t('delivery.recipients')}</h3>
        <ul class="traces">
          {message.envelope.recipients.map((recipient, at) => (
            <Trace key={at} recipient={recipient} />
          ))}
        </ul>
      </section>
      <Compare message={message} />
      <Authentication message={message} />
      <Session message={message} />
      <Storage message={message} />
    </div>
  );
}

/** Trace is one recipient: as given, every rule it passed, and what became of it. */
function Trace({ recipient }: { recipient: Recipient }) {
  const steps = recipient.trace ?? [];
  return (
    <li>
      <ol class="steps">
        <li>
          <span class="label">RCPT TO</span>
          <span>
            <RecipientChip address={recipient.original} />
            <Params params={recipient.params} />
          </span>
          <Link class="try" to={{ screen: 'rules', address: recipient.original }}>{t('rules.testThis')}</Link>
        </li>
        {steps.map((step, at) => (
          <li key={at}>
            <span class="label">
              <Rule table={step.table} line={step.line} />
            </span>
            <code>
              {step.from !== (steps[at - 1]?.to[0] ?? recipient.original) && `${step.from} `}→ {step.to.join(', ')}
            </code>
          </li>
        ))}
        {steps.length === 0 && (
          <li>
            <span class="label">{t('delivery.rule')}</span>
            <span class="dim">{t('delivery.noRule')}</span>
          </li>
        )}
        <li class={recipient.external ? 'end external' : 'end'}>
          <span class="label">{t(recipient.external ? 'delivery.wouldGo' : 'delivery.kept')}</span>
          <span>
            <code class="final">{recipient.final}</code>
            {recipient.external && <Via delivery={recipient.delivery} />}
            {recipient.external && ' '}
            {recipient.external && <span class="mark-external">{t('delivery.external')}</span>}
          </span>
        </li>
        {recipient.delivery?.bounce && (
          <li class="external">
            <span class="label">{t('delivery.bounced')}</span>
            <code>{recipient.delivery.bounce}</code>
          </li>
        )}
      </ol>
    </li>
  );
}

/** Via tells the transport and the server that production would have handed the message to. */
function Via({ delivery }: { delivery: Recipient['delivery'] }) {
  const { transport, nextHop } = delivery ?? {};
  if (!transport) return null;
  return <span class="dim"> {nextHop ? t('delivery.via', { transport, nextHop }) : t('delivery.by', { transport })}</span>;
}

function Params({ params }: { params?: Param[] }) {
  if (!params?.length) return null;
  return <code class="params">{params.map(({ name, value }) => (value ? `${name}=${value}` : name)).join(' ')}</code>;
}

function Session({ message }: { message: Message }) {
  const { client, reversePath, originalReversePath, reverseTrace = [], params } = message.envelope;
  return (
    <section>
      <h3>{t('delivery.session')}</h3>
      <dl class="facts">
        <Fact name={t('delivery.mailFrom')}>{reversePath ? <code>{reversePath}</code> : <span class="dim">&lt;&gt; {t('delivery.nullPath')}</span>}</Fact>
        {originalReversePath && (
          <Fact name="">
            <code>{originalReversePath}</code> <span class="dim">{t('delivery.givenPath')}</span>{' '}
            {reverseTrace.map((step) => <Rule key={`${step.table}:${step.line}`} table={step.table} line={step.line} />)}
          </Fact>
        )}
        <Fact name={t('delivery.params')}>{params?.length ? <Params params={params} /> : null}</Fact>
        <Fact name={t('delivery.client')}>{client.address && <code>{client.address}</code>}</Fact>
        <Fact name={t('delivery.hello')}>{client.hello && <code>{client.hello}</code>}</Fact>
        <Fact name={t('delivery.protocol')}>{client.protocol}</Fact>
        <Fact name={t('delivery.tls')}>{client.tls || <span class="dim">{t('delivery.noTLS')}</span>}</Fact>
        <Fact name={t('delivery.identity')}>{client.identity ? <code>{client.identity}</code> : <span class="dim">{t('delivery.noIdentity')}</span>}</Fact>
        <Fact name={t('delivery.sessionID')}>{client.session && <Link to={{ screen: 'sessions', name: client.session }}><code>{client.session}</code></Link>}</Fact>
      </dl>
      {client.session && <Said id={client.session} />}
    </section>
  );
}

/** Said is the transcript of the session, as long as it is kept. */
function Said({ id }: { id: string }) {
  const { data, problem } = useFetched(`session ${id}`, (signal) => api.session(id, signal));
  if (problem && !data) return <p class="dim">{t('session.failed')}</p>;
  return data ? <Transcript of={data} open /> : null;
}

function Storage({ message }: { message: Message }) {
  return (
    <section>
      <h3>{t('delivery.storage')}</h3>
      <dl class="facts">
        <Fact name={t('delivery.account')}><code>{message.account}</code></Fact>
        <Fact name={t('delivery.mailbox')}><code>{message.mailbox}</code></Fact>
        <Fact name={t('delivery.uid')}><code>{message.uid}</code></Fact>
        <Fact name={t('delivery.size')}>
          {size(message.size)} <span class="dim">({t('delivery.octets', { n: message.size })})</span>
        </Fact>
      </dl>
    </section>
  );
}

function Compare({ message }: { message: Message }) {
  const { differ, hidden, absent } = compare(message);
  const lines = [
    differ ? t('delivery.differ', differ) : message.envelope.reversePath && t('delivery.same'),
    hidden.length ? t('delivery.hidden', { addresses: hidden.join(', ') }) : '',
    absent.length ? t('delivery.absent', { addresses: absent.join(', ') }) : '',
  ].filter(Boolean);
  return (
    <section>
      <h3>{t('delivery.compare')}</h3>
      <ul class="notes">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** Fact is a name and what is known by it; nothing without that. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
