/** Rule names a rule by its table and line. Folders are left to the tooltip: the file tells tables apart. */
export function Rule({ table, line }: { table: string; line: number }) {
  const where = line ? `${table}:${line}` : table;
  return (
    <code class="rule" title={where}>
      {shorten(where)}
    </code>
  );
}

/** shorten leaves out the folders of a table's file. */
export function shorten(where: string): string {
  return where.replace(/^((?:[a-z]+:)*)\/(?:[^/:]*\/)+/, '$1');
}
