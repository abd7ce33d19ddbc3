import type { ComponentChildren } from 'preact';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { RecipientChip } from '../../parts/Recipient';
import type { Message, Param, Recipient } from '../../wire';
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
      <Session message={message} />
      <Compare message={message} />
      <Storage message={message} />
    </div>
  );
}

/** Trace is one recipient: as given, every rule it passed, and what became of it. */
function Trace({ recipient }: { recipient: Recipient }) {
  const steps = recipient.trace ?? [];
  return (
    <li>
      <ol>
        <li>
          <span class="label">RCPT TO</span>
          <RecipientChip address={recipient.original} />
          <Params params={recipient.params} />
        </li>
        {steps.map((step, at) => (
          <li key={at}>
            <span class="label">{t('delivery.rule')}</span>
            <span>
              <code class="rule">
                {step.table}:{step.line}
              </code>{' '}
              <code>
                {step.from !== (steps[at - 1]?.to[0] ?? recipient.original) && `${step.from} `}→ {step.to.join(', ')}
              </code>
            </span>
          </li>
        ))}
        {steps.length === 0 && (
          <li>
            <span class="label">{t('delivery.rule')}</span>
            <span class="dim">{t('delivery.noRule')}</span>
          </li>
        )}
        <li>
          <span class="label">{t('delivery.kept')}</span>
          <span>
            <code class="final">{recipient.final}</code>
            {recipient.external && <span class="dim"> {t('delivery.external')}</span>}
          </span>
        </li>
      </ol>
    </li>
  );
}

function Params({ params }: { params?: Param[] }) {
  if (!params?.length) return null;
  return <code class="params">{params.map(({ name, value }) => (value ? `${name}=${value}` : name)).join(' ')}</code>;
}

function Session({ message }: { message: Message }) {
  const { client, reversePath, params } = message.envelope;
  return (
    <section>
      <h3>{t('delivery.session')}</h3>
      <dl class="facts">
        <Fact name={t('delivery.mailFrom')}>{reversePath ? <code>{reversePath}</code> : <span class="dim">&lt;&gt; {t('delivery.nullPath')}</span>}</Fact>
        <Fact name={t('delivery.params')}>{params?.length ? <Params params={params} /> : null}</Fact>
        <Fact name={t('delivery.client')}>{client.address && <code>{client.address}</code>}</Fact>
        <Fact name={t('delivery.hello')}>{client.hello && <code>{client.hello}</code>}</Fact>
        <Fact name={t('delivery.protocol')}>{client.protocol}</Fact>
        <Fact name={t('delivery.tls')}>{client.tls || <span class="dim">{t('delivery.noTLS')}</span>}</Fact>
        <Fact name={t('delivery.identity')}>{client.identity ? <code>{client.identity}</code> : <span class="dim">{t('delivery.noIdentity')}</span>}</Fact>
        <Fact name={t('delivery.sessionID')}>{client.session && <code>{client.session}</code>}</Fact>
      </dl>
    </section>
  );
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

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
