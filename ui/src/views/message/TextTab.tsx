import { useMemo, useState } from 'preact/hooks';
import { copy } from '../../actions';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Linked } from '../../parts/Linked';
import type { Message } from '../../wire';
import { Huge, huge } from './Huge';
import { SourceTab } from './SourceTab';

/** TextTab shows the plain text of a message; what it quotes is set back, and folded when it is long. */
export function TextTab({ message }: { message: Message }) {
  const [wrap, setWrap] = useState(true);
  const text = useMemo(() => (wrap && message.flowed ? unflow(message.text ?? '') : (message.text ?? '')), [message, wrap]);
  if (huge(message, 'text')) return <Huge message={message} form="text" />;
  if (!message.text && message.textSize) return <SourceTab message={message} as="text" />;
  if (!message.text) return <p class="dim pad">{t('text.none')}</p>;
  return (
    <>
      <div class="toolbar">
        <Button label={t('text.wrap')} pressed={wrap} onClick={() => setWrap(!wrap)} />
        {message.generated && <span class="dim">{t('text.generated')}</span>}
        <span class="gap" />
        <Button label={t('act.copy')} icon="copy" onClick={() => void copy(message.text!, t('tab.text'))} />
      </div>
      <div class={wrap ? 'plain wrap' : 'plain'} tabIndex={0} role="document" aria-label={t('tab.text')} dir="auto">
        {blocks(text).map((block, at) => (
          <Shown key={at} block={block} />
        ))}
      </div>
    </>
  );
}

/** Quotes of more lines than this are folded. */
const LONG = 6;

function Shown({ block }: { block: Block }) {
  const n = block.text.split('\n').length;
  if (!block.quoted) return <div><Linked text={block.text} /></div>;
  if (n <= LONG) return <div class="quoted"><Linked text={block.text} /></div>;
  return (
    <details class="quoted">
      <summary>{t('text.quoted', { n })}</summary>
      <Linked text={block.text} />
    </details>
  );
}

interface Block {
  quoted: boolean;
  text: string;
}

/** blocks divides text into what is quoted and what is not. */
export function blocks(text: string): Block[] {
  const out: Block[] = [];
  for (const line of text.replace(/\r\n/g, '\n').split('\n')) {
    const quoted = line.startsWith('>');
    const last = out[out.length - 1];
    if (last && last.quoted === quoted) last.text += '\n' + line;
    else out.push({ quoted, text: line });
  }
  return out;
}

/** unflow joins lines that end with a space to the next of the same quote (RFC 3676, section 4). */
export function unflow(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let flows = false;
  for (const line of text.replace(/\r\n/g, '\n').split('\n')) {
    const quote = /^>*/.exec(line)![0];
    const rest = line.slice(quote.length).replace(/^ /, '');
    if (flows && quote.length === depth && rest !== '-- ') out[out.length - 1] += rest;
    else out.push(quote ? `${quote} ${rest}` : rest);
    depth = quote.length;
    flows = rest.endsWith(' ') && rest !== '-- ';
  }
  return out.join('\n');
}
