/** Does what nobody can wait for or be told about: when it fails, standard error says so. */
export function bestEffort(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(`Clinic apps: ${String(error)}`);
  }
}
