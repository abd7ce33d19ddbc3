import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { go, SORTS } from '../route';
import { named, stage, view } from '../store/app';

/** SortMenu chooses the order of the list. */
export function SortMenu() {
  const sort = view.value.sort || 'newest';
  const choose = (value: string) => {
    stage.home();
    go({ sort: value === (named.value?.sort || 'newest') ? '' : value });
  };
  return (
    <label class={sort === 'newest' ? 'sort' : 'sort on'} title={t('sort.label')}>
      <Icon name="sort" />
      <span class="sr">{t('sort.label')}</span>
      {sort !== 'newest' && <span class="now">{t(`sort.${sort as 'oldest'}`)}</span>}
      <select value={sort} onChange={(event) => choose(event.currentTarget.value)}>
        {SORTS.map((one) => (
          <option key={one} value={one}>{t(`sort.${one}`)}</option>
        ))}
      </select>
    </label>
  );
}
