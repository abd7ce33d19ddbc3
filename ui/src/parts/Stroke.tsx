/** SYMBOLS are how keys are written that have a longer name. */
export const SYMBOLS: Record<string, string> = {
  ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Delete: 'Del', PageDown: 'PgDn', PageUp: 'PgUp', Mod: 'Ctrl', Shift: '⇧', ' ': 'Space',
};

/** Stroke shows the keys that do something. */
export function Stroke({ name }: { name: string }) {
  const keys = name === ' ' ? [' '] : name.split(/(?<=\w)\+|(?<=\S)\s(?=\S)/).filter(Boolean);
  return (
    <span class="stroke">
      {keys.map((key, at) => (
        <kbd key={at}>{SYMBOLS[key] ?? (key.length === 1 && keys[0] === 'Mod' ? key.toUpperCase() : key)}</kbd>
      ))}
    </span>
  );
}
