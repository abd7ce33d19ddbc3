import { at } from '../base';

/** Icon is a picture beside words, or beside a hidden name; it says nothing to screen readers. */
export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" aria-hidden="true" width="16" height="16">
      <use href={at('icons.svg') + '#' + name} />
    </svg>
  );
}
