type FileSwitch =
  '--backup' | '--diagnostics' | '--make-policy-key' | '--sign-policy' | '--verify-audit';

/**
 * The file that `--switch FILE` or `--switch=FILE` names.
 * @returns `''` when the name is missing, `null` when the switch was not given
 */
export function namedFile(argv: readonly string[], switchName: FileSwitch): string | null {
  const index = argv.findIndex((word) => word === switchName || word.startsWith(`${switchName}=`));
  const word = argv[index];
  if (word === undefined) return null;
  if (word !== switchName) return word.slice(switchName.length + 1);
  const next = argv[index + 1] ?? '';
  return next.startsWith('--') ? '' : next;
}
