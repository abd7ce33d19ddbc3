import { t } from '../../i18n/t';
import type { Letter } from './letter';

/** InjectHead is what the header says besides: From and To where they are not as the envelope, and fields of any name. */
export function InjectHead({ letter, set }: { letter: Letter; set: (change: Partial<Letter>) => void }) {
  return (
    <details class="head-fields" open={letter.headers !== ''}>
      <summary>
        {t('inject.head')} {!letter.fromField && !letter.toField && <span class="dim">· {t('inject.asEnvelope')}</span>}
      </summary>
      <div class="pair">
        <Field name={t('inject.fromField')} value={letter.fromField} hint={letter.from} set={(fromField) => set({ fromField })} />
        <Field name={t('inject.toField')} value={letter.toField} hint={letter.to} set={(toField) => set({ toField })} />
      </div>
      <label>
        {t('inject.headers')}
        <textarea class="inp" rows={1} spellcheck={false} placeholder="X-Mailsink-Run: 9912" value={letter.headers} onInput={(event) => set({ headers: event.currentTarget.value })} />
      </label>
    </details>
  );
}

interface FieldProps {
  name: string;
  value: string;
  set: (value: string) => void;
  required?: boolean;
  first?: boolean;
  /** What holds while it is empty. */
  hint?: string;
}

/** Field is one line of the form. */
export function Field({ name, value, set, required, first, hint }: FieldProps) {
  return (
    <label>
      {name}
      <input class="inp" value={value} required={required} placeholder={hint} autofocus={first} autocomplete="off" spellcheck={false} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}
