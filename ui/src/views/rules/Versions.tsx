import { useState } from 'preact/hooks';
import { failed } from '../../actions';
import * as api from '../../api';
import { diff, type Change } from '../../diff';
import { second, size } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { useFetched } from '../../store/fetched';
import type { Version } from '../../wire';

interface Props {
  id: string;
  /** The text as the file has it, which versions are held against. */
  read: string;
  /** Makes a text the draft. */
  restore: (text: string) => void;
}

/** Versions lists what a table said before, and what it would be to have one back: as a draft, tried and saved like any other. */
export function Versions({ id, read, restore }: Props) {
  const list = useFetched(`versions ${id} ${read.length} ${read}`, (signal) => api.versions(id, signal));
  const [shown, setShown] = useState<{ id: string; changes: Change[] }>();
  if (!list.data?.length) return null;
  const text = (one: Version, then: (text: string) => void) => void api.versionText(id, one.id).then(then, failed);
  const show = (one: Version) => (shown?.id === one.id ? setShown(undefined) : text(one, (before) => setShown({ id: one.id, changes: shorten(diff(lines(read), lines(before))) })));
  return (
    <details class="versions">
      <summary>{t('rules.versions', { n: list.data.length })}</summary>
      <ol>
        {list.data.map((one) => {
          const time = second(Date.parse(one.at));
          return (
            <li key={one.id}>
              <span class="name">{time} <span class="dim">{t('rules.versionLines', { n: one.lines })} · {size(one.bytes)}</span></span>
              {one.current ? <span class="tag">{t('rules.inUse')}</span> : (
                <>
                  <Button remote label={t('rules.changes')} kind="quiet" pressed={shown?.id === one.id} onClick={() => show(one)} />
                  <Button remote label={t('rules.restore')} onClick={() => text(one, restore)} />
                </>
              )}
              {shown?.id === one.id && <Changes list={shown.changes} />}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function Changes({ list }: { list: Change[] }) {
  return (
    <pre class="differ" tabIndex={0}>
      {list.map(({ side, text }, at) =>
        side === 0 ? text : side > 0 ? (
          <ins key={at}><span class="sr">{t('compare.ins')} </span>{text}</ins>
        ) : (
          <del key={at}><span class="sr">{t('compare.del')} </span>{text}</del>
        ),
      )}
    </pre>
  );
}

/** lines parts a text into lines, each with its end. */
export function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines that are the same are shown this far around those that are not. */
const AROUND = 2;

/** shorten leaves lines out that are far from any change. */
export function shorten(changes: Change[]): Change[] {
  return changes.map((change, at) => {
    const all = lines(change.text);
    if (change.side !== 0 || all.length <= 2 * AROUND + 1) return change;
    const head = at > 0 ? all.slice(0, AROUND) : [];
    const tail = at < changes.length - 1 ? all.slice(-AROUND) : [];
    return { side: 0, text: [...head, '…\n', ...tail].join('') };
  });
}
