import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t';
import { Button } from './Button';

interface Props {
  title: string;
  /** What stands beside the title. */
  tools?: ComponentChildren;
  /** A word for the style sheet. */
  kind: string;
  children: ComponentChildren;
}

/** Screen is a page beside the mail. Its heading has the focus when it is come to. */
export function Screen({ title, tools, kind, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main class={`screen ${kind}`} id="main" tabIndex={-1}>
      <header class="screenhead">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {tools}
      </header>
      {children}
    </main>
  );
}

/** Failure says what is not shown and why, and offers to try again. */
export function Failure({ text, why, again }: { text: string; why?: string; again: () => void }) {
  return (
    <div class="state failure" role="alert">
      <p>{text}</p>
      {why && <p class="dim">{why}</p>}
      <Button label={t('list.retry')} onClick={again} />
    </div>
  );
}

/** Waiting stands where something will be; it says so only to those who wait long. */
export function Waiting() {
  return <div class="waiting" role="presentation" aria-hidden="true"><span /><span /><span /></div>;
}
