/**
 * The file that a switch of the command line names: `--name FILE` or `--name=FILE`.
 * @returns `''` when the file is missing, `null` when the switch is not there
 */
export function fileOf(name: string, argv: readonly string[]): string | null {
  const index = argv.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = argv[index];
  if (word === undefined) return null;
  if (word !== name) return word.slice(name.length + 1);
  const next = argv[index + 1] ?? '';
  return next.startsWith('--') ? '' : next;
}
