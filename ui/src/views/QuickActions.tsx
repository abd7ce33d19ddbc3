import { useLayoutEffect, useRef } from 'preact/hooks';
import * as act from '../actions';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { cut, hovered, inbox, stage } from '../store/app';

/** QuickActions lie over the time of the row under the pointer. Keys do the same, so that nobody else needs them. */
export function QuickActions() {
  const id = hovered.value;
  inbox.version.value;
  stage.top.value;
  const element = useRef<HTMLDivElement>(null);
  const row = id && !inbox.faded.value.has(id) ? inbox.rows.find(id) : undefined;
  useLayoutEffect(() => {
    const [bar, under] = [element.current, document.getElementById(`m-${id}`)];
    if (!bar || !under) return;
    bar.style.insetBlockStart = `${under.getBoundingClientRect().top - bar.parentElement!.getBoundingClientRect().top + 2}px`;
  });
  if (!row || cut.value) return null;
  const unread = row.flags?.includes('unread');
  const all: [string, string, () => void][] = [
    [unread ? 'read' : 'unread', t(unread ? 'act.read' : 'act.unread'), () => void act.act(unread ? 'read' : 'unread', { ids: [id] })],
    ['tag', t('act.tag'), () => act.tagOne(id)],
    ['copy', t('key.code'), () => void act.copyCodeOf(id)],
    ['trash', t('act.delete'), () => act.removeOne(id)],
  ];
  const wheel = (event: WheelEvent) => document.querySelector('.list')?.scrollBy({ top: event.deltaY });
  return (
    <div class="quick" ref={element} aria-hidden="true" onPointerMove={() => stage.pointer('move')} onPointerLeave={() => (hovered.value = '')} onWheel={wheel}>
      {all.map(([icon, label, run]) => (
        <button type="button" key={icon} class="btn quiet bare" tabIndex={-1} title={label} onClick={run}>
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
