import { useState } from 'preact/hooks';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Linked } from '../../parts/Linked';
import type { Message } from '../../wire';

/** TextTab shows the plain text of a message; what it quotes is set back. */
export function TextTab({ message }: { message: Message }) {
  const [wrap, setWrap] = useState(true);
  if (!message.text) return <p class="dim pad">{t('text.none')}</p>;
  return (
    <>
      <div class="toolbar">
        <Button label={t('text.wrap')} pressed={wrap} onClick={() => setWrap(!wrap)} />
      </div>
      <div class={wrap ? 'plain wrap' : 'plain'} tabIndex={0} role="document" aria-label={t('tab.text')} dir="auto">
        {blocks(message.text).map((block, at) => (
          <div key={at} class={block.quoted ? 'quoted' : undefined}>
            <Linked text={block.text} />
          </div>
        ))}
      </div>
    </>
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
