import { useState } from 'preact/hooks';
import * as api from '../../api';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { Link } from '../../parts/Link';
import { Segments } from '../../parts/Segments';
import { sample } from '../../snippets';
import { messages, layer } from '../../store/app';
import { route } from '../../route';

const FORMS = ['text', 'html', 'raw'] as const;

/** Letter is what the form holds. */
interface Letter {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  raw: string;
}

/** start begins with an answer to the open message, or with an example. */
function start(): Letter {
  const message = route.value.id ? messages.shown.peek().message : undefined;
  const rcpt = message?.envelope.recipients[0]?.original;
  const subject = message?.summary.subject ?? '';
  return {
    from: rcpt ?? 'app@shop.example',
    to: message?.summary.replyTo?.[0]?.address ?? message?.summary.from?.[0]?.address ?? 'anna@customers.example',
    subject: message ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : '',
    text: message?.text ? `\n\n${message.text.replace(/^/gm, '> ').trimEnd()}\n` : '',
    html: '<p>Hello</p>',
    raw: sample(new Date()),
  };
}

/** addresses parts a list at its commas. */
const addresses = (list: string) => list.split(/[\s,;]+/).filter(Boolean);

/** InjectSheet writes a message into this sink. It goes nowhere else. */
export function InjectSheet({ onClose }: { onClose: () => void }) {
  const [letter, setLetter] = useState(start);
  const [form, setForm] = useState<(typeof FORMS)[number]>('text');
  const [times, setTimes] = useState(1);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [sent, setSent] = useState<string[]>([]);
  const set = (change: Partial<Letter>) => setLetter({ ...letter, ...change });
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      let ids: string[] = [];
      for (let n = 0; n < times; n++) {
        const { from, subject, text, html } = letter;
        const to = addresses(letter.to);
        const answer = form === 'raw' ? await api.injectTo(letter.raw, from, to) : await api.compose({ from, to, subject, text, ...(form === 'html' && { html }) });
        ids = answer.ids;
      }
      setSent(ids);
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(false);
  };
  const forms = FORMS.map((value) => ({ value, text: t(`inject.${value}`) }));
  return (
    <Dialog title={t('inject.title')} class="inject" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <p class="notebar calm">{t('inject.stays')}</p>
        <div class="pair">
          <label>
            MAIL FROM
            <input class="inp" value={letter.from} autocomplete="off" spellcheck={false} onInput={(event) => set({ from: event.currentTarget.value })} />
          </label>
          <label>
            RCPT TO
            <input class="inp" value={letter.to} required autocomplete="off" spellcheck={false} onInput={(event) => set({ to: event.currentTarget.value })} />
          </label>
        </div>
        {form !== 'raw' && (
          <label>
            {t('inject.subject')}
            <input class="inp" value={letter.subject} autofocus onInput={(event) => set({ subject: event.currentTarget.value })} />
          </label>
        )}
        <Segments label={t('inject.form')} options={forms} value={form} onChange={setForm} />
        <textarea class="inp" rows={9} aria-label={t(`inject.${form}`)} spellcheck={form === 'text'} value={letter[form]} onInput={(event) => set({ [form]: event.currentTarget.value })} />
        {problem && <p class="bad" role="alert">{problem}</p>}
        {sent.length > 0 && (
          <p class="ok" role="status">
            {t('inject.sent')} {sent.map((id) => <span key={id} onClick={() => (layer.value = '')}><Link to={{ id, tab: 'delivery' }}><code>{id}</code></Link> </span>)}
          </p>
        )}
        <p class="answers">
          <label class="times">
            {t('inject.times')}
            <input class="inp" type="number" min={1} max={1000} value={times} onInput={(event) => setTimes(Math.max(1, Math.min(1000, event.currentTarget.valueAsNumber || 1)))} />
          </label>
          <span class="gap" />
          <Button label={t('act.close')} onClick={onClose} />
          <Button label={t('inject.send')} kind="primary" icon="send" submit disabled={busy} />
        </p>
      </form>
    </Dialog>
  );
}
