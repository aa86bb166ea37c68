/** How a command ended: its exit code, and one text for the person who ran it. */
export interface CommandOutcome {
  readonly exitCode: 0 | 1;
  readonly message: string;
}

export function failed(message: string): CommandOutcome {
  return { exitCode: 1, message };
}
