/*
 * Two administrators edit the same settings at two computers. What only one of them changed is kept of both.
 */

export interface Merged<Settings> {
  /** Of a field that both changed otherwise, what holds now. */
  readonly settings: Settings;
  /** The fields that both changed otherwise, such as `lockOnSleep` or `roleTimeoutSeconds.receptionist`. */
  readonly conflicts: readonly string[];
  /** What held when they were merged. */
  readonly now: Settings;
}

/**
 * Takes changed settings over what holds now, field by field.
 * @param opened the settings that the change began with
 * @param changed the same with the change
 * @param now the settings that hold by now
 */
export function merged<Settings extends object>(
  opened: Settings,
  changed: Settings,
  now: Settings,
): Merged<Settings> {
  const conflicts: string[] = [];
  const settings = mergedFields({ opened, changed, now }, '', (three, path) =>
    mergedValue(three, path, conflicts),
  );
  // A field comes from one of the three, and they are all of this type.
  return { settings: settings as Settings, conflicts, now };
}

/** As {@link merged}, but what was changed also replaces what somebody else changed. */
export function takenOver<Settings extends object>(
  opened: Settings,
  changed: Settings,
  now: Settings,
): Settings {
  const settings = mergedFields({ opened, changed, now }, '', (three) =>
    three.changed === three.opened ? three.now : three.changed,
  );
  return settings as Settings;
}

type Three<Value> = Readonly<Record<'opened' | 'changed' | 'now', Value>>;

function mergedFields(
  of: Three<object>,
  path: string,
  valueOf: (three: Three<unknown>, path: string) => unknown,
): object {
  const names = new Set([of.opened, of.changed, of.now].flatMap((one) => Object.keys(one)));
  const result: Record<string, unknown> = {};
  for (const name of names) {
    const three: Three<unknown> = {
      opened: (of.opened as Fields)[name],
      changed: (of.changed as Fields)[name],
      now: (of.now as Fields)[name],
    };
    const value = areGroups(three)
      ? mergedFields(three, `${path}${name}.`, valueOf)
      : valueOf(three, `${path}${name}`);
    // A role without a limit of its own has no field.
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function mergedValue(
  { opened, changed, now }: Three<unknown>,
  path: string,
  conflicts: string[],
): unknown {
  if (changed === opened || changed === now) return now;
  if (now !== opened) conflicts.push(path);
  return now === opened ? changed : now;
}

type Fields = Readonly<Record<string, unknown>>;

function areGroups(three: Three<unknown>): three is Three<object> {
  return Object.values(three).every((one) => typeof one === 'object' && one !== null);
}
