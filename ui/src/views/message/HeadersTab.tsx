import { useState } from 'preact/hooks';
import { copy } from '../../actions';
import { delay } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import type { Message } from '../../wire';

interface Header {
  name: string;
  body: string;
}

/** HeadersTab shows every header field, decoded, in its order. */
export function HeadersTab({ message }: { message: Message }) {
  const [filter, setFilter] = useState('');
  const headers = message.headers ?? [];
  const wanted = filter.toLowerCase();
  const shown = headers.filter((header) => `${header.name}: ${header.body}`.toLowerCase().includes(wanted));
  const hops = delays(headers);
  return (
    <>
      <div class="toolbar">
        <input class="inp" type="search" aria-label={t('headers.filter')} placeholder={t('headers.filter')} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </div>
      {shown.length === 0 && <p class="dim pad">{t('headers.none')}</p>}
      <dl class="headers">
        {shown.map((header, at) => (
          <div key={at}>
            <dt>{header.name}</dt>
            <dd>
              <span class="value" dir="auto">
                {header.body}
                {hops.has(header) && <span class="hop">{t('headers.hop', { delay: delay(hops.get(header)!) })}</span>}
              </span>
              <Button label={t('headers.copy', { name: header.name })} icon="copy" bare kind="quiet" onClick={() => void copy(header.body, header.name)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** delays returns for each Received field how long after the hop before it the message came (RFC 5321, section 4.4). */
export function delays(headers: Header[]): Map<Header, number> {
  const hops = headers.filter((header) => header.name.toLowerCase() === 'received');
  const times = hops.map((hop) => Date.parse(hop.body.slice(hop.body.lastIndexOf(';') + 1).replace(/\(.*?\)/g, '')));
  const out = new Map<Header, number>();
  hops.forEach((hop, at) => {
    const span = times[at]! - times[at + 1]!;
    if (Number.isFinite(span)) out.set(hop, span);
  });
  return out;
}
