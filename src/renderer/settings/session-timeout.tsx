import { type ReactNode, useState } from 'react';
import type { Policy } from '../../contract/policy.js';
import { ImportSettings } from './import-settings.js';
import { draftedPolicy, draftPolicy, type PolicyDraft, samePolicy } from './policy-draft.js';
import { PolicyForm } from './policy-form.js';
import { SaveBar } from './save-bar.js';
import { TabPage } from './tab-page.js';
import { useConfirmedRequest } from '../ui/confirmed-request.js';
import { minutesProblem } from '../ui/timeout-draft.js';
import styles from './session-timeout.module.css';

/** The rules for when a session ends: edited as a draft, in force when saved. */
export function SessionTimeout({ policy }: { readonly policy: Policy }): ReactNode {
  const [edited, setEdited] = useState<PolicyDraft | null>(null);
  const [inForce, setInForce] = useState(policy);
  const [saved, setSaved] = useState(false);
  const request = useConfirmedRequest();

  const draft = edited ?? draftPolicy(policy);
  const next = draftedPolicy(draft);
  const differsFrom = (other: Policy): boolean => next === null || !samePolicy(next, other);
  const isDirty = differsFrom(policy);
  if (!samePolicy(inForce, policy)) {
    // Main has changed the policy: follow it, unless that would throw away unsaved changes.
    setInForce(policy);
    if (!isDirty || !differsFrom(inForce)) setEdited(null);
  }

  function edit(changed: PolicyDraft): void {
    setSaved(false);
    request.forget();
    setEdited(changed);
  }

  async function save(changed: Policy): Promise<void> {
    const answer = await request.send(() => window.clinic.savePolicy({ policy: changed }));
    setSaved(answer.ok);
  }

  return (
    <form
      noValidate
      className={styles['tab']}
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== null && isDirty) void save(next);
      }}
    >
      <TabPage>
        <PolicyForm draft={draft} onDraft={edit} minutesProblem={minutesProblem(draft.timeout)} />
        <ImportSettings policy={policy} onImported={() => setEdited(null)} />
      </TabPage>
      <SaveBar
        isDirty={isDirty}
        isValid={next !== null}
        isSaved={saved}
        busy={request.busy}
        problem={request.problem}
        onDiscard={() => setEdited(null)}
      />
      {request.confirmation}
    </form>
  );
}
