import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t';
import { Button } from './Button';

interface Props {
  title: string;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Dialog is a layer on top of the page that keeps the focus until it is closed. */
export function Dialog({ title, class: more, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => before instanceof HTMLElement && before.focus({ preventScroll: true });
  }, []);
  const outside = (event: MouseEvent) => event.target === element.current && onClose();
  return (
    <dialog class={['dialog', more].filter(Boolean).join(' ')} ref={element} aria-labelledby="dialog-title" onCancel={(event) => (event.preventDefault(), onClose())} onClick={outside}>
      <div class="sheet">
        <div class="sheethead">
          <h2 id="dialog-title">{title}</h2>
          <Button icon="close" label={t('act.close')} bare kind="quiet" onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
