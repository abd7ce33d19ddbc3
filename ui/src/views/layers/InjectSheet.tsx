import { useState } from 'preact/hooks';
import * as api from '../../api';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { RecipientChip } from '../../parts/Recipient';
import { Rule } from '../../parts/Rule';
import { Segments } from '../../parts/Segments';
import { layer } from '../../store/app';
import { useFetched } from '../../store/fetched';
import { TEMPLATES } from '../../templates';
import { Field, InjectHead } from './InjectHead';
import { addresses, begin, composition, enclose, envelope, opened, whole, type Enclosed, type Letter } from './letter';

const FORMS = ['text', 'html', 'raw'] as const;
type Form = (typeof FORMS)[number];

/** useSending puts the letter into the sink, as often as wanted. */
function useSending(letter: Letter, form: Form, times: number) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [sent, setSent] = useState<string[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    setSent([]);
    try {
      let ids: string[] = [];
      for (let n = 0; n < times; n++) {
        const answer = form === 'raw' ? await api.injectTo(whole(letter), { from: letter.from, to: addresses(letter.to) }) : await api.compose(composition(letter, form === 'html'), envelope(letter));
        ids = answer.ids;
      }
      setSent(ids);
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(false);
  };
  return { busy, problem, sent, send };
}

/** InjectSheet writes a message into this sink. It goes nowhere else. */
export function InjectSheet({ onClose }: { onClose: () => void }) {
  const [letter, setLetter] = useState(begin);
  const [form, setForm] = useState<Form>('text');
  const [times, setTimes] = useState(1);
  const { busy, problem, sent, send } = useSending(letter, form, times);
  const set = (change: Partial<Letter>) => setLetter((old) => ({ ...old, ...change }));
  const take = (name: string) => {
    const template = TEMPLATES.find((one) => one.name === name);
    if (!template) return;
    set({ raw: template.make(new Date()), octets: false });
    setForm('raw');
  };
  const open = async (file: Blob) => {
    set(await opened(file));
    setForm('raw');
  };
  const forms = FORMS.map((value) => ({ value, text: t(`inject.${value}`) }));
  return (
    <Dialog title={t('inject.title')} class="inject" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <p class="notebar calm">{t('inject.stays')}</p>
        <div class="pair">
          <Field name="MAIL FROM" value={letter.from} set={(from) => set({ from })} />
          <Field name="RCPT TO" value={letter.to} required set={(to) => set({ to })} />
        </div>
        {form !== 'raw' && (
          <div class="pair">
            <Field name={t('inject.subject')} value={letter.subject} first set={(subject) => set({ subject })} />
            <Field name={t('msg.cc')} value={letter.cc} set={(cc) => set({ cc })} />
          </div>
        )}
        {form !== 'raw' && <InjectHead letter={letter} set={set} />}
        <div class="one-line">
          <Segments label={t('inject.form')} options={forms} value={form} onChange={setForm} />
          <span class="gap" />
          <select class="inp template" aria-label={t('inject.template')} value="" onChange={(event) => take(event.currentTarget.value)}>
            <option value="">{t('inject.template')}</option>
            {TEMPLATES.map(({ name }) => <option key={name} value={name}>{t(name)}</option>)}
          </select>
          <OpenFile open={open} />
        </div>
        <textarea class="inp" rows={9} aria-label={t(`inject.${form}`)} spellcheck={form === 'text'} value={letter[form]} onInput={(event) => set({ [form]: event.currentTarget.value })} />
        {form !== 'raw' && <Files files={letter.files} set={(files) => set({ files })} />}
        {problem && <p class="bad" role="alert">{problem}</p>}
        {sent.length > 0 && <Sent ids={sent} />}
        <p class="answers">
          <label class="times">
            {t('inject.times')}
            <input class="inp" type="number" min={1} max={1000} value={times} onInput={(event) => setTimes(Math.max(1, Math.min(1000, event.currentTarget.valueAsNumber || 1)))} />
          </label>
          <span class="gap" />
          <Button label={t('act.close')} onClick={onClose} />
          <Button label={t('inject.send')} kind="primary" remote icon="send" submit disabled={busy} />
        </p>
      </form>
    </Dialog>
  );
}

/** OpenFile takes a message that is a file. */
function OpenFile({ open }: { open: (file: Blob) => Promise<void> }) {
  const take = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (file) void open(file);
    input.value = '';
  };
  return (
    <label class="btn">
      <Icon name="mail" /> {t('inject.open')}
      <input type="file" accept=".eml,message/rfc822" class="sr" onChange={(event) => take(event.currentTarget)} />
    </label>
  );
}

/** Files are what goes along with the letter. */
function Files({ files, set }: { files: Enclosed[]; set: (files: Enclosed[]) => void }) {
  const add = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const more = await Promise.all([...(input.files ?? [])].map(enclose));
    input.value = '';
    set([...files, ...more]);
  };
  return (
    <div class="files">
      <label class="btn">
        <Icon name="clip" /> {t('inject.attach')}
        <input type="file" multiple class="sr" onChange={(event) => void add(event)} />
      </label>
      {files.map((file, at) => (
        <span class="file" key={at}>
          <bdi>{file.filename}</bdi> <span class="dim">{size(file.size)}</span>
          <Button label={t('inject.unattach', { name: file.filename })} icon="close" bare kind="quiet" onClick={() => set(files.filter((_, other) => other !== at))} />
        </span>
      ))}
    </div>
  );
}

/** Sent leads to what was put in, and says which rules led each recipient where. */
function Sent({ ids }: { ids: string[] }) {
  const [id] = ids;
  const { data } = useFetched(`sent ${id}`, (signal) => api.message(id!, signal));
  return (
    <div class="ok" role="status">
      <p>
        {t('inject.sent')}{' '}
        {ids.map((one) => (
          <span key={one} onClick={() => (layer.value = '')}>
            <Link to={{ id: one, tab: 'delivery' }}><code>{one}</code></Link>{' '}
          </span>
        ))}
      </p>
      <ul class="ways">
        {data?.envelope.recipients.map((one, at) => (
          <li key={at}>
            <RecipientChip address={one.original} />{' '}
            {one.trace?.length ? one.trace.map((step, nth) => <Rule key={nth} table={step.table} line={step.line} />) : <span class="dim">{t('delivery.noRule')}</span>} → <code>{one.final}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
