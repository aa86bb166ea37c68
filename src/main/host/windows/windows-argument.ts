/**
 * One argument, as programs of Windows take a command line apart (Microsoft: "Parsing C command-line
 * arguments", `CommandLineToArgvW`): between quotes, with quotes and the backslashes before one escaped.
 */
export function windowsArgument(argument: string): string {
  const inner = argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${inner}"`;
}
