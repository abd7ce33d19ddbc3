import * as api from '../../api';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { LinkButton } from '../../parts/Button';
import type { Message, Part } from '../../wire';

/** PartsTab shows the MIME structure; every leaf can be had as a file. */
export function PartsTab({ message }: { message: Message }) {
  const parts = flat(message.parts ?? []);
  if (parts.length === 0) return <p class="dim pad">{t('parts.none')}</p>;
  return (
    <ul class="parts" aria-label={t('parts.structure')}>
      {parts.map(({ part, depth }) => (
        <Line key={part.id} part={part} depth={depth} message={message.id} />
      ))}
    </ul>
  );
}

function Line({ part, depth, message }: { part: Part; depth: number; message: string }) {
  const name = part.filename || t('parts.unnamed', { id: part.id });
  const facts = [part.charset, part.encoding, part.disposition, part.cid && `cid:${part.cid}`].filter(Boolean);
  return (
    <li style={{ '--depth': depth }}>
      <span class="n">{/^\d/.test(part.id) && part.id}</span>
      <span class="what">
        <code>{part.type}</code>
        {part.filename && <span class="name" dir="auto">{part.filename}</span>}
        <span class="dim">{facts.join(' · ')}</span>
      </span>
      <span class="n">{part.children?.length ? '' : size(part.size)}</span>
      {part.children?.length ? <span /> : <LinkButton label={t('parts.download', { name })} icon="down" bare href={api.partURL(message, part.id)} download={part.filename || `part-${part.id}`} />}
    </li>
  );
}

/** flat lists a tree of parts in order, with the depth of each. */
export function flat(parts: Part[], depth = 0): { part: Part; depth: number }[] {
  return parts.flatMap((part) => [{ part, depth }, ...flat(part.children ?? [], depth + 1)]);
}
