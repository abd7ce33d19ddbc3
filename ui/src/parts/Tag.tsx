/** hue gives each tag its own colour. */
export function hue(tag: string): number {
  let sum = 0;
  for (const char of tag) sum = (sum * 31 + char.charCodeAt(0)) % 360;
  return sum;
}

/** Tag is a word that somebody put on a message. */
export function Tag({ name }: { name: string }) {
  return (
    <span class="tag" style={{ '--h': hue(name) }}>
      {name}
    </span>
  );
}
