import { search } from '../../actions';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { MyAddresses } from '../../parts/MyAddresses';
import { mineQuery } from '../../query';
import { prefs } from '../../store/prefs';

/** MineSheet asks which addresses are one's own. */
export function MineSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('mine.title')} onClose={onClose}>
      <div class="stack">
        <p class="dim">{t('mine.why')}</p>
        <MyAddresses />
        <p class="answers">
          <Button label={t('mine.show')} kind="primary" disabled={prefs.value.mine.length === 0} onClick={() => (onClose(), search(mineQuery(prefs.value.mine)))} />
        </p>
      </div>
    </Dialog>
  );
}
