import type { ComponentChildren } from 'preact';
import { href, visit, type Route } from '../route';

interface Props {
  to: Partial<Route>;
  class?: string;
  current?: boolean;
  title?: string;
  children: ComponentChildren;
}

/** Link leads to another place of the page without loading it anew; with a modifier it opens as links do. */
export function Link({ to, class: name, current, title, children }: Props) {
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    visit(to);
  };
  return (
    <a href={href(to)} class={name} title={title} aria-current={current ? 'page' : undefined} onClick={click}>
      {children}
    </a>
  );
}
