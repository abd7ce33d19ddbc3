import { t } from '../i18n/t';
import { bindings, keysOf } from '../keys';
import { Dialog } from '../parts/Dialog';
import { Stroke } from '../parts/Stroke';
import { prefer, prefs } from '../store/prefs';

/** KeySheet lists the key table. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} class="keys" onClose={onClose}>
      <label class="switch">
        <input type="checkbox" checked={prefs.value.keys} onChange={(event) => prefer({ keys: event.currentTarget.checked })} />
        {t('keys.single')}
      </label>
      <dl class="keylist">
        {bindings.map((binding) => (
          <div key={binding.text}>
            <dt>
              {compact(keysOf(binding)).map((name) => (
                <Stroke key={name} name={name} />
              ))}
            </dt>
            <dd>{t(binding.text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** compact writes a run of digits as its first and last. */
function compact(keys: string[]): string[] {
  return keys.length > 2 ? [`${keys[0]}…${keys[keys.length - 1]!.split(" ").pop()}`] : keys;
}
