import { useRef, useState } from 'preact/hooks';
import * as api from '../../api';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { leading } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import type { Message, Part } from '../../wire';
import { PartView } from './PartView';

/** PartsTab shows the MIME structure as a tree, and the part that is chosen in it. */
export function PartsTab({ message }: { message: Message }) {
  const parts = flat(message.parts ?? []);
  const first = parts.find(({ part }) => part.attachment) ?? parts.find(({ part }) => !part.children?.length) ?? parts[0];
  const [chosen, setChosen] = useState('');
  if (!first) return <p class="dim pad">{t('parts.none')}</p>;
  const now = parts.find(({ part }) => part.id === chosen)?.part ?? first.part;
  const files = message.attachments?.length ?? 0;
  const below = useRef<HTMLDivElement>(null);
  const choose = (id: string) => (setChosen(id), below.current?.scrollIntoView({ block: 'nearest' }));
  return (
    <>
      <Tree parts={parts} chosen={now.id} onChoose={setChosen} onClick={choose} />
      {files > 1 && (
        <p class="all">
          <a class="btn quiet" download={`${message.id}.zip`} {...leading(api.filesURL(message.id), t('parts.all', { n: files }))}>
            <Icon name="down" /> {t('parts.all', { n: files })}
          </a>
        </p>
      )}
      <div ref={below}>
        <PartView key={`${message.id} ${now.id}`} message={message} part={now} />
      </div>
    </>
  );
}

interface Flat {
  part: Part;
  depth: number;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

interface TreeProps {
  parts: Flat[];
  chosen: string;
  onChoose: (id: string) => void;
  /** A part was pointed at, and wants to be seen. */
  onClick: (id: string) => void;
}

/** Tree is the parts in a tree, one of them in the tab order; arrows go between them. */
function Tree({ parts, chosen, onChoose, onClick }: TreeProps) {
  const press = (event: KeyboardEvent) => {
    const index = parts.findIndex(({ part }) => part.id === chosen);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? parts.length - 1 : event.key === 'ArrowLeft' ? parent(parts, index) : index + (STEPS[event.key] ?? NaN);
    const there = parts[next];
    if (!there) return;
    event.preventDefault();
    onChoose(there.part.id);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus();
  };
  return (
    <ul class="parts" role="tree" aria-label={t('parts.structure')} onKeyDown={press}>
      {parts.map(({ part, depth }, at) => (
        <li
          key={part.id}
          role="treeitem"
          aria-level={depth + 1}
          aria-selected={part.id === chosen}
          aria-expanded={part.children?.length ? true : undefined}
          tabIndex={part.id === chosen ? 0 : -1}
          style={{ '--depth': depth }}
          onClick={() => onClick(part.id)}
          data-at={at}
        >
          <span class="n">{/^\d/.test(part.id) && part.id}</span>
          <span class="what">
            <Icon name={icon(part)} />
            <span>
              <code>{part.type}</code>
              {part.filename && <bdi class="name">{part.filename}</bdi>}
              <span class="dim">{[part.charset, part.encoding, part.disposition, part.cid && `cid:${part.cid}`].filter(Boolean).join(' · ')}</span>
            </span>
          </span>
          <span class="n">{part.children?.length ? '' : size(part.size)}</span>
        </li>
      ))}
    </ul>
  );
}

function parent(parts: Flat[], index: number): number {
  for (let at = index - 1; at >= 0; at--) if (parts[at]!.depth < parts[index]!.depth) return at;
  return NaN;
}

/** icon names the picture that stands for a kind of part. */
export function icon({ type, children }: Pick<Part, 'type'> & { children?: Part[] }): string {
  if (type.startsWith('message/')) return 'mail';
  if (children?.length) return 'menu';
  if (type === 'text/calendar') return 'calendar';
  if (type.startsWith('image/')) return 'image';
  return type === 'text/html' ? 'html' : type.startsWith('text/') ? 'text' : 'clip';
}

/** flat lists a tree of parts in order, with the depth of each. */
export function flat(parts: Part[], depth = 0): Flat[] {
  return parts.flatMap((part) => [{ part, depth }, ...flat(part.children ?? [], depth + 1)]);
}

