import type { ComponentChildren } from 'preact';
import { t } from '../i18n/t';
import { cut } from '../store/app';
import { remapped } from '../store/prefs';
import { Icon } from './Icon';

interface Props {
  icon?: string;
  /** The name; with bare it is only heard and shown as a tooltip. */
  label: string;
  bare?: boolean;
  /** The key that does it of itself; the one that does it now is shown in the tooltip. */
  keys?: string;
  kind?: 'primary' | 'quiet' | 'danger';
  pressed?: boolean;
  disabled?: boolean;
  class?: string;
  /** It cannot be done without the server: while that is not reached, it says so and does nothing. */
  remote?: boolean;
  /** It sends the form around it. */
  submit?: boolean;
  onClick?: (event: MouseEvent) => void;
  children?: ComponentChildren;
}

/** Button is something to press. */
export function Button({ icon, label, bare, keys, kind, pressed, disabled, class: more, submit, remote, onClick, children }: Props) {
  const key = keys && remapped(keys);
  const barred = remote && cut.value;
  const hint = key ? `${label} (${key})` : bare ? label : undefined;
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={['btn', kind, bare && 'bare', more].filter(Boolean).join(' ')}
      title={barred ? `${label}: ${t('live.cut')}` : hint}
      aria-disabled={barred || undefined}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={barred ? (event) => event.preventDefault() : onClick}
    >
      {icon && <Icon name={icon} />}
      <span class={bare ? 'sr' : undefined}>{label}</span>
      {children}
    </button>
  );
}

interface LinkProps {
  icon: string;
  label: string;
  href: string;
  download?: string;
  bare?: boolean;
  /** The server has what it leads to. */
  remote?: boolean;
}

/** leading returns the attributes of a link to something that the server has: while that is not reached, it leads nowhere and says so. */
export function leading(href: string, label: string, title?: string) {
  if (!cut.value) return { href, title };
  return { role: 'link' as const, 'aria-disabled': true, tabIndex: 0, title: `${label}: ${t('live.cut')}` };
}

/** LinkButton looks like a button and leads somewhere. */
export function LinkButton({ icon, label, href, download, bare, remote }: LinkProps) {
  const outside = download === undefined;
  const title = bare ? label : undefined;
  return (
    <a
      class={bare ? 'btn quiet bare' : 'btn'}
      download={download}
      target={outside ? '_blank' : undefined}
      rel={outside ? 'noopener noreferrer nofollow' : undefined}
      {...(remote ? leading(href, label, title) : { href, title })}
    >
      <Icon name={icon} />
      <span class={bare ? 'sr' : undefined}>{label}</span>
    </a>
  );
}
