import { useEffect, useRef } from 'preact/hooks';

export interface TabItem<T> {
  value: T;
  text: string;
  count?: number;
  bad?: boolean;
  /** Has nothing to show. */
  void?: boolean;
}

interface Props<T> {
  label: string;
  /** Prefix of the ids of tabs and of their panel. */
  id: string;
  items: TabItem<T>[];
  value: T;
  onChange: (value: T) => void;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs is a row of tabs: one of them is in the tab order, arrows go between them. */
export function Tabs<T extends string>({ label, id, items, value, onChange }: Props<T>) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector(`#${id}-${value}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [value]);
  const press = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.value === value);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : at + (STEPS[event.key] ?? NaN);
    const item = items[(next + items.length) % items.length];
    if (!item) return;
    event.preventDefault();
    onChange(item.value);
    row.current?.querySelector<HTMLElement>(`#${id}-${item.value}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={row} onKeyDown={press}>
      {items.map((item) => (
        <button
          type="button"
          role="tab"
          key={item.value}
          id={`${id}-${item.value}`}
          class={item.void ? 'void' : undefined}
          aria-selected={item.value === value}
          aria-controls={item.value === value ? `${id}-panel` : undefined}
          tabIndex={item.value === value ? 0 : -1}
          onClick={() => onChange(item.value)}
        >
          {item.text}
          {item.count ? <span class={item.bad ? 'n bad' : 'n'}>{item.count}</span> : null}
        </button>
      ))}
    </div>
  );
}
