import { useState } from 'react';
import type { Done, Refusal } from '../../shared/requests/answers.js';
import type { ProofInput } from '../../shared/requests/inputs.js';
import { type ConfirmedRequest, useConfirmedRequest } from '../ui/dialogs/confirmed-request.js';
import { areSame } from './are-same.js';

type Saved<Settings> =
  | Done<{ readonly inForce?: Settings }>
  | Refusal<string>
  /** Somebody else changed the same meanwhile. */
  | (Refusal<'changedMeanwhile'> & { readonly merged: Settings; readonly inForce: Settings });

/** How settings are edited, which may for a moment be no valid settings at all, and saved. */
interface DraftRules<Settings, Draft> {
  readonly draftOf: (settings: Settings) => Draft;
  /** What the draft stands for, or `null` while it is not valid. */
  readonly draftedFrom: (draft: Draft) => Settings | null;
  /**
   * @param opened the settings that the draft began with
   * @param proof `null` where none was asked for
   */
  readonly save: (
    settings: Settings,
    opened: Settings,
    proof: ProofInput | null,
  ) => Promise<Saved<Settings>>;
}

export interface SettingsDraft<Draft> {
  readonly draft: Draft;
  readonly isDirty: boolean;
  readonly isValid: boolean;
  /** Whether what was edited last is in force. */
  readonly isSaved: boolean;
  readonly request: ConfirmedRequest;
  readonly edit: (draft: Draft) => void;
  readonly discard: () => void;
  readonly save: () => void;
}

/** Settings as they are in force, edited as a draft, in force when saved. */
export function useSettingsDraft<Settings, Draft>(
  settings: Settings,
  { draftOf, draftedFrom, save }: DraftRules<Settings, Draft>,
): SettingsDraft<Draft> {
  const [edited, setEdited] = useState<Draft | null>(null);
  const [opened, setOpened] = useState(settings);
  const [inForce, setInForce] = useState(settings);
  const [isSaved, setSaved] = useState(false);
  const request = useConfirmedRequest();

  const draft = edited ?? draftOf(settings);
  const next = draftedFrom(draft);
  const differsFrom = (other: Settings): boolean => next === null || !areSame(next, other);
  const isDirty = differsFrom(settings);
  if (!areSame(inForce, settings)) {
    // Main has changed them: follow it, unless that would throw away unsaved changes.
    setInForce(settings);
    if (!isDirty || !differsFrom(inForce)) setEdited(null);
  }

  async function send(changed: Settings): Promise<void> {
    const answer = await request.send((proof) => save(changed, opened, proof));
    setSaved(answer.ok);
    // Others may have changed other settings: the draft is what holds by now, or what can be saved again.
    if (!('inForce' in answer) || answer.inForce === undefined) return;
    setEdited(draftOf('merged' in answer ? answer.merged : answer.inForce));
    setOpened(answer.inForce);
  }

  return {
    draft,
    isDirty,
    isValid: next !== null,
    isSaved,
    request,
    edit: (changed) => {
      setSaved(false);
      request.forget();
      if (edited === null) setOpened(settings);
      setEdited(changed);
    },
    discard: () => setEdited(null),
    save: () => {
      if (next !== null && isDirty) void send(next);
    },
  };
}
