/** base is the path that all addresses of the page start with: "/" or a web root such as "/mail/". */
export const base = new URL('.', import.meta.url).pathname;

/** at returns the address of path, which has no leading slash, below the web root. */
export function at(path: string): string {
  return base + path;
}

/** rooted puts the web root before an absolute path that the server named. */
export function rooted(path: string): string {
  return path.startsWith(base) ? path : base + path.replace(/^\//, '');
}
