import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import * as act from '../../actions';
import * as api from '../../api';
import { address, ago, instant, size } from '../../format';
import { t } from '../../i18n/t';
import { Button, leading, LinkButton } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { RecipientChip } from '../../parts/Recipient';
import { route } from '../../route';
import { inbox, now } from '../../store/app';
import type { Address, Attachment, List, Message, Recipient } from '../../wire';
import { byOriginal } from './envelope';
import { icon } from './PartsTab';

/** MessageHeader says who, to whom, when, and what can be done. */
export function MessageHeader({ message }: { message: Message }) {
  const { summary } = message;
  return (
    <header class="msghead">
      <h2>
        <bdi>{summary.subject || t('row.noSubject')}</bdi>
      </h2>
      <dl>
        <People name={t('msg.from')} people={summary.from} fallback={message.envelope.reversePath} />
        <People name={t('msg.to')} people={summary.to} />
        <People name={t('msg.cc')} people={summary.cc} />
        <People name={t('msg.replyTo')} people={summary.replyTo} />
        <dt>{t('msg.sentTo')}</dt>
        <dd>
          <Recipients message={message} />
        </dd>
        <dt>{t('msg.received')}</dt>
        <dd>
          <Facts message={message} />
        </dd>
        <Leave list={message.list} />
      </dl>
      <Actions message={message} />
      <Defects message={message} />
      <Attachments message={message} />
    </header>
  );
}

/** Leave is how recipients leave the list: to be read and copied, never called. */
function Leave({ list }: { list?: List }) {
  if (!list?.unsubscribe.length) return null;
  const first = list.unsubscribe.find((uri) => /^https:/i.test(uri)) ?? list.unsubscribe[0];
  return (
    <>
      <dt>{t('msg.unsubscribe')}</dt>
      <dd class="leave">
        <code title={list.unsubscribe.join('\n')}>{first}</code>
        <Button label={t('headers.copy', { name: first! })} icon="copy" bare kind="quiet" onClick={() => void act.copy(first!, t('what.link'))} />
        <span class="facts">
          {[list.oneClick && t('checks.oneClick'), list.unsubscribe.length > 1 && t('msg.moreRecipients', { n: list.unsubscribe.length - 1 })].filter(Boolean).join(' · ')}
        </span>
      </dd>
    </>
  );
}

function People({ name, people, fallback }: { name: string; people?: Address[]; fallback?: string }) {
  const text = people?.length ? people.map(address).join(', ') : fallback;
  if (!text) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>{text}</bdi>
      </dd>
    </>
  );
}

/** Recipients shown before the rest is folded away. */
const FEW = 3;

function Recipients({ message }: { message: Message }) {
  const [all, setAll] = useState(false);
  const recipients = byOriginal(message.envelope.recipients);
  const shown = all ? recipients : recipients.slice(0, FEW);
  return (
    <ul class="rcpts">
      {shown.map(({ original, finals }) => (
        <li key={original}>
          <RecipientChip address={original} />
          {finals.map((recipient) => (
            <Fate key={recipient.final} recipient={recipient} />
          ))}
        </li>
      ))}
      {shown.length < recipients.length && (
        <li>
          <Button label={t('msg.moreRecipients', { n: recipients.length - shown.length })} kind="quiet" onClick={() => setAll(true)} />
        </li>
      )}
    </ul>
  );
}

/** Fate is what became of a recipient, where that is not plain to see. */
function Fate({ recipient }: { recipient: Recipient }) {
  if (recipient.external) return <span class="mbox">{t('msg.forwarded', { address: recipient.final })}</span>;
  if (recipient.final === recipient.original) return null;
  return <span class="mbox">{t('msg.storedIn', { mailbox: recipient.final })}</span>;
}

function Facts({ message }: { message: Message }) {
  const received = Date.parse(message.internalDate);
  const { client } = message.envelope;
  const facts = [ago(received, now.value), size(message.size), client.tls, client.address].filter(Boolean);
  return (
    <>
      <time dateTime={message.internalDate}>{instant(received)}</time>
      <span class="facts"> · {facts.join(' · ')}</span>
    </>
  );
}

function Actions({ message }: { message: Message }) {
  const flags = useComputed(() => (inbox.version.value, inbox.rows.find(route.value.id)?.flags?.join(' ') ?? '')).value;
  const code = message.codes?.[0];
  const link = message.links?.find((candidate) => /^https?:/.test(candidate.url));
  const unread = flags.includes('unread');
  const pinned = flags.includes('pinned');
  const on = (op: 'read' | 'unread' | 'pin' | 'unpin') => () => void act.act(op, { ids: [message.id] });
  return (
    <div class="acts" role="group" aria-label={t('msg.actions')}>
      {code && <Button label={t('act.copyCode', { code })} icon="code" kind="primary" keys="c" onClick={act.copyCode} />}
      {link && <LinkButton label={t('act.openLink')} icon="out" href={link.url} />}
      <Button label={t('act.copyLink')} icon="link" keys="y" onClick={() => act.copyLink(message.id)} />
      <LinkButton remote label={t('act.download')} icon="down" href={api.rawURL(message.id)} download={`${message.id}.eml`} />
      <Button remote label={unread ? t('act.read') : t('act.unread')} icon={unread ? 'read' : 'unread'} bare keys={unread ? 'Shift+I' : 'Shift+U'} onClick={on(unread ? 'read' : 'unread')} />
      <Button remote label={pinned ? t('act.unpin') : t('act.pin')} icon="pin" bare keys="s" onClick={on(pinned ? 'unpin' : 'pin')} />
      <Button remote label={t('act.tag')} icon="tag" bare keys="t" onClick={act.tagIt} />
      <Button remote label={t('act.compare')} icon="compare" bare keys="=" onClick={() => void act.compare()} />
      <Button remote label={t('act.delete')} icon="trash" bare kind="danger" keys="#" onClick={act.remove} />
    </div>
  );
}

function Defects({ message }: { message: Message }) {
  const defects = message.defects ?? [];
  if (defects.length === 0) return null;
  return (
    <details class="notebar">
      <summary>
        <Icon name="warn" /> {t('msg.defects', { n: defects.length })}
      </summary>
      <ul>
        {defects.map((defect) => (
          <li key={defect}>{defect}</li>
        ))}
      </ul>
    </details>
  );
}

/** Pictures larger than this, in octets, are not fetched only to be small. */
const LARGE = 2_000_000;

/** Thumb is a picture in small, or what stands for a file. */
function Thumb({ id, file }: { id: string; file: Attachment }) {
  if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type) || file.size > LARGE) return <Icon name={icon(file)} />;
  return <img class="thumb" src={api.partURL(id, file.part)} alt="" loading="lazy" width={28} height={28} />;
}

function Attachments({ message }: { message: Message }) {
  const files = message.attachments ?? [];
  if (files.length === 0) return null;
  return (
    <ul class="files" aria-label={t('parts.attachments')}>
      {files.map((file) => {
        const name = file.filename || t('parts.unnamed', { id: file.part });
        return (
          <li key={file.part}>
            <a download={name} {...leading(api.partURL(message.id, file.part), t('parts.download', { name }), `${t('parts.download', { name })} (${file.type})`)}>
              <Thumb id={message.id} file={file} />
              <span class="name" dir="auto">{name}</span>
              <span class="n">{size(file.size)}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
