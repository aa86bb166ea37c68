/** A row with its BLOBs as Buffers: libsql gives them as ArrayBuffers. */
export function withBuffers<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof ArrayBuffer ? Buffer.from(value) : value,
    ]),
  ) as Row;
}
