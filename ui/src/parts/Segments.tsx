interface Props<T> {
  label: string;
  options: { value: T; text: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** Segments is a choice of a few, all seen at once. */
export function Segments<T extends string | number | boolean>({ label, options, value, onChange }: Props<T>) {
  return (
    <span class="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button type="button" key={String(option.value)} aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.text}
        </button>
      ))}
    </span>
  );
}
