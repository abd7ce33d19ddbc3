import { t } from '../i18n/t';
import { prefer, prefs } from '../store/prefs';

const LEAST = 340;
const MOST = 640;
const USUAL = 440;
const STEP = 20;

const clamp = (width: number) => Math.max(LEAST, Math.min(MOST, Math.round(width)));

/** Splitter sets the width of the list: by dragging, by arrow keys, and back by a double click. */
export function Splitter() {
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const left = handle.previousElementSibling!.getBoundingClientRect().left;
    prefer({ list: clamp(event.clientX - left) });
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (!step) return;
    event.preventDefault();
    prefer({ list: clamp(prefs.value.list + step) });
  };
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('pane.resize')}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={prefs.value.list}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
      onDblClick={() => prefer({ list: USUAL })}
    />
  );
}
