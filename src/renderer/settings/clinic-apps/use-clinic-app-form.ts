import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ClinicAppSettings } from '../../../shared/clinic-apps/clinic-app.js';
import type { FieldBinding } from '../../ui/hooks/use-form.js';
import {
  type ClinicAppDraft,
  draftedClinicApp,
  type DraftField,
  draftProblems,
} from './clinic-app-draft.js';

export interface ClinicAppForm {
  readonly draft: ClinicAppDraft;
  readonly edit: (draft: ClinicAppDraft) => void;
  /** What to say about a field now, if anything. */
  readonly problem: (field: DraftField) => string | undefined;
  readonly field: (
    name: Exclude<DraftField, 'roles'>,
  ) => FieldBinding & { readonly onLeave: () => void };
  /**
   * The clinic app that was typed; or `null` when something is not right: then the form says what,
   * and moves the focus there.
   */
  readonly check: () => ClinicAppSettings | null;
}

/**
 * The values of the form for a clinic app. What was typed into a field is called wrong when the field
 * was left; what is missing, when somebody tries to go on.
 * @param element what holds the fields, so that the focus finds the first that is not right
 */
export function useClinicAppForm(
  first: ClinicAppDraft,
  element: RefObject<HTMLFormElement | null>,
): ClinicAppForm {
  const [draft, setDraft] = useState(first);
  const [left, setLeft] = useState<readonly DraftField[]>([]);
  const [tried, setTried] = useState(false);
  const problems = draftProblems(draft);

  function problem(field: DraftField): string | undefined {
    const empty = draft[field].length === 0;
    return tried || (left.includes(field) && !empty) ? problems[field] : undefined;
  }

  return {
    draft,
    edit: setDraft,
    problem,
    field: (name) => ({
      value: draft[name],
      problem: problem(name),
      onValue: (value) => setDraft({ ...draft, [name]: value }),
      onLeave: () => setLeft((before) => [...new Set([...before, name])]),
    }),
    check: () => {
      const app = draftedClinicApp(draft);
      if (app === null) {
        flushSync(() => setTried(true));
        element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      }
      return app;
    },
  };
}
