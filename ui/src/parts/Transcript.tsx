import { copy } from '../actions';
import { t } from '../i18n/t';
import { save } from '../save';
import type { Said, Transcript as Whole } from '../wire';
import { Button } from './Button';
import { Icon } from './Icon';
import { Link } from './Link';

/** A pause this long, in milliseconds, is worth a look. */
const LONG = 250;

/** Transcript shows what was said in a session, with times and with what was refused standing out. */
export function Transcript({ of, open }: { of: Whole; open?: boolean }) {
  return (
    <div class="transcript">
      <div class="said" tabIndex={0} role="document" aria-label={t('session.transcript')}>
        <ol>
          {of.lines.flatMap((line, at) => [
            of.dropped > 0 && at === of.head && <li class="left" key="left">{t('session.dropped', { n: of.dropped })}</li>,
            <Line key={at} line={line} pause={line.at - (of.lines[at - 1]?.at ?? line.at)} address={refused(of.lines, at)} />,
          ])}
        </ol>
      </div>
      <p class="under-it">
        <Button label={t('act.copy')} icon="copy" onClick={() => void copy(text(of), t('what.transcript'))} />
        <Button label={t('session.download')} icon="down" onClick={() => save(`session-${of.id}.txt`, text(of))} />
        {open && (
          <Link class="btn" to={{ screen: 'sessions', name: of.id }}>
            <Icon name="session" /> {t('session.whole')}
          </Link>
        )}
      </p>
    </div>
  );
}

function Line({ line, pause, address }: { line: Said; pause: number; address: string }) {
  const bad = line.from === 'server' && /^[45]\d\d/.test(line.text);
  const who = line.from === 'note' ? '' : line.from === 'client' ? 'C' : 'S';
  return (
    <li class={[line.from, bad && 'bad'].filter(Boolean).join(' ')}>
      <span class={pause >= LONG ? 'at slow' : 'at'} title={pause >= LONG ? t('session.pause', { n: Math.round(pause) }) : undefined}>+{ms(line.at)}</span>
      <span class="side" aria-hidden="true">{who}</span>
      <span class="sr">{t(`session.${line.from}`)}</span>
      <code>{line.text}</code>
      {bad && address && (
        <Link class="try" to={{ screen: 'rules', address }}>{t('rules.testThis')}</Link>
      )}
    </li>
  );
}

/** refused returns the forward-path that the reply at a line is about, if it is one to RCPT. */
export function refused(lines: Said[], at: number): string {
  for (let before = at - 1; before >= 0; before--) {
    const line = lines[before]!;
    if (line.from === 'client') return /^RCPT TO:\s*<([^>]+)>/i.exec(line.text)?.[1] ?? '';
  }
  return '';
}

function ms(at: number): string {
  return at < 10 ? at.toFixed(1) : at < 10_000 ? String(Math.round(at)) : `${(at / 1000).toFixed(1)} s`;
}

/** text writes a session for the clipboard. */
export function text(of: Whole): string {
  const mark = { client: 'C: ', server: 'S: ', note: '# ' };
  return of.lines.map((line) => `${line.at.toFixed(1).padStart(9)} ms  ${line.text.split('\n').map((one) => mark[line.from] + one).join('\n              ')}`).join('\n') + '\n';
}
