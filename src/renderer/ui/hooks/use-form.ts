import { type SubmitEvent, useState } from 'react';
import { flushSync } from 'react-dom';

type Values<Name extends string> = Readonly<Record<Name, string>>;
type Problems<Name extends string> = Readonly<Partial<Record<Name, string | null>>>;

export interface FieldBinding {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly problem: string | undefined;
}

export interface Form<Name extends string> {
  readonly values: Values<Name>;
  readonly change: (patch: Partial<Values<Name>>) => void;
  readonly field: (name: Name) => FieldBinding;
  /** Sends if there is no problem; otherwise shows the problems and focuses the first such field. */
  readonly submit: (event: SubmitEvent<HTMLFormElement>, send: () => void) => void;
  /** Empties fields without showing a problem for them. */
  readonly clear: (...names: readonly Name[]) => void;
}

/**
 * The values of a form and their problems, `null` for none. No problem is shown before the first try to submit; after that,
 * problems come and go as the person types.
 */
export function useForm<Name extends string>(
  initial: Values<Name>,
  check: (values: Values<Name>) => Problems<Name>,
): Form<Name> {
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const problems = check(values);
  const change = (patch: Partial<Values<Name>>): void =>
    setValues((before) => ({ ...before, ...patch }));

  return {
    values,
    change,
    field: (name) => ({
      value: values[name],
      onValue: (value) => setValues((before) => ({ ...before, [name]: value })),
      problem: (tried ? problems[name] : null) ?? undefined,
    }),
    submit: (event, send) => {
      const form = event.currentTarget;
      if (Object.values(problems).every((problem) => problem === null)) {
        send();
        return;
      }
      flushSync(() => setTried(true));
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    },
    clear: (...names) => {
      setTried(false);
      setValues((before) => ({
        ...before,
        ...Object.fromEntries(names.map((name) => [name, ''])),
      }));
    },
  };
}
