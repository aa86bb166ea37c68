import { isDeepStrictEqual } from 'node:util';
import type { LaterChange, SignedChange } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import type { Power } from './power.js';

/** What holds after every decision of a clinic, whoever tried what. @throws when it does not */
export function keepChainPromises(
  before: ClinicState | null,
  after: ClinicState,
  change: SignedChange | LaterChange,
  power: Power,
): void {
  const keep = (promise: string, isKept: boolean): void => {
    if (!isKept) throw new Error(`${promise}, after ${change.kind}`);
  };
  const members = Object.values(after.members);
  keep(
    'there is an administrator with access',
    members.some(({ active, role }) => active && role === 'administrator'),
  );
  const codes = [
    ...Object.values(after.invitations),
    ...(after.emergencyKit ? [after.emergencyKit] : []),
  ];
  for (const { by } of codes) {
    const { active, role } = { ...after.members[by] };
    keep('whoever made a code may still make one', active === true && role === 'administrator');
  }
  keep(
    'nobody who lost access is invited',
    Object.keys(after.invitations).every((id) => after.members[id]?.active),
  );
  keep('everybody can decide what they should', samePower(after, power));
  keep(
    'an email has one member',
    new Set(members.map(({ email }) => email)).size === members.length,
  );
  if (before === null) return;
  keepComputerPromises(before, after, change, keep);

  keep('the clinic stays', after.clinic === before.clinic && after.seq === before.seq + 1);
  const rose = after.shares.epoch - before.shares.epoch;
  keep('keys of the clinic are counted', rose === 0 || rose === 1);
  keep(
    'the administrators’ key changes with the clinic’s',
    (after.shares.administrators !== before.shares.administrators) === (rose === 1),
  );
  keep(
    'the shares of everybody change with the clinic’s keys',
    (after.shares.box !== before.shares.box) === (rose === 1),
  );
  for (const was of Object.values(before.members)) {
    const is = after.members[was.id];
    if (is === undefined) throw new Error(`a member is gone, after ${change.kind}`);
    const more = is.keys.version - was.keys.version;
    keep('a member’s keys are counted', more === 0 || more === 1);
    keep('other keys have another number', (is.keys.signing !== was.keys.signing) <= (more === 1));
    const isLost =
      was.active && (!is.active || (was.role === 'administrator' && is.role !== was.role));
    keep('whoever loses something opens nothing new', !isLost || rose === 1);
    const isAbout = 'memberId' in change && change.memberId === was.id;
    const isNewShare = is.share !== was.share;
    keep(
      'a share changes with a decision about its member, or goes with the keys that it opened',
      rose === 1 ? is.share === null : !isNewShare || isAbout,
    );
    const gains =
      is.active && (!was.active || (is.role === 'administrator' && was.role !== is.role));
    keep('whoever gains something gets a share', !gains || (isNewShare && is.share !== null));
    const isGiven = isAbout && change.kind === 'member.role' && change.share !== null;
    keep('a role comes with a share only if it needs one', !isGiven || gains);
    const isSame = is.keys.signing === was.keys.signing;
    keep('a new seed comes with a share', isSame || (isNewShare && is.share !== null));
    keep(
      'new keys come when somebody loses something, or an administrator wants it',
      rose === 0 || change.kind === 'keys.rotated' || !isAbout || isLost || !is.active,
    );
    const isSetUp = change.kind === 'twoFactor.set' && change.record !== null;
    keep('a second factor that is due is set up', !was.mustSetUp || is.mustSetUp || isSetUp);
    keep('whoever must set up a second factor has none', !is.mustSetUp || is.twoFactor === null);
    const isSameBadge = is.badge === was.badge || is.badge === null;
    keep('a badge is set up by a decision of its own', isSameBadge || change.kind === 'badge.set');
    keep('a badge goes with the seed that opened it', isSame || is.badge === null);
    const reads = [was, is].map(({ guideRead }) => guideRead?.edition ?? 0);
    keep('what was read stays read', (reads[0] ?? 0) <= (reads[1] ?? 0));
    const isRenewed =
      is.twoFactor?.record !== was.twoFactor?.record && change.kind !== 'member.keys';
    const used = is.twoFactor?.used ?? [];
    const stay =
      isRenewed ||
      is.twoFactor === null ||
      (was.twoFactor?.used ?? []).every((index) => used.includes(index));
    keep('used recovery codes stay used, each once', stay && new Set(used).size === used.length);
  }
}

/** The same, about the clinic's computers. */
function keepComputerPromises(
  before: ClinicState,
  after: ClinicState,
  change: SignedChange | LaterChange,
  keep: (promise: string, isKept: boolean) => void,
): void {
  if (change.kind === 'later') {
    const { seq, link, decidedAt } = after;
    keep(
      'what is passed over changes nothing',
      isDeepStrictEqual(after, { ...before, seq, link, decidedAt }),
    );
  }
  const was = before.shared;
  const is = after.shared;
  keep(
    'an account is shared by one decision',
    (was === null && is !== null) === (change.kind === 'clinic.shared'),
  );
  keep(
    'and left by another, with new keys',
    (was !== null && is === null) === (change.kind === 'clinic.left'),
  );
  keep(
    'who leaves has new keys',
    change.kind !== 'clinic.left' || after.shares.epoch > before.shares.epoch,
  );
  if (was === null || is === null) return;
  keep('the log stays', is.log === was.log && is.first === was.first);
  const rose = is.keys.epoch - was.keys.epoch;
  keep('keys of the log are counted', rose === 0 || rose === 1);
  keep('they come when a computer goes', rose === 0 || change.kind === 'workstation.removed');
  keep(
    'other keys of the log have another number',
    (is.keys.box === was.keys.box) === (rose === 0),
  );
  const orders = isDeepStrictEqual(is.orders, was.orders);
  keep(
    'orders to sign out come from those who may give them, and go with their workstation',
    orders || change.kind === 'session.ended' || change.kind === 'workstation.removed',
  );
  keep('an order is given anew each time', !orders || change.kind !== 'session.ended');
  const gone = Object.keys(is.removed);
  keep(
    'nothing is kept for who is gone',
    Object.keys(is.orders.workstations).every((id) => is.workstations[id] !== undefined),
  );
  keep(
    'whoever was removed stays removed, and has no code',
    Object.keys(was.removed).every((id) => gone.includes(id)) &&
      gone.every((id) => is.workstations[id] === undefined && is.invited[id] === undefined),
  );
  for (const [id, { signing }] of Object.entries(is.workstations)) {
    const isNew = was.workstations[id] === undefined;
    keep('a computer comes with a code for it alone', !isNew || was.invited[id] !== undefined);
    keep('a computer keeps its keys', isNew || was.workstations[id]?.signing === signing);
    keep('a code is spent', is.invited[id] === undefined);
  }
}

function samePower(state: ClinicState, power: Power): boolean {
  const members = Object.values(state.members);
  const invitations = Object.entries(state.invitations);
  return (
    members.length === power.members.size &&
    members.every(({ id, active, role, keys }) => {
      const other = power.members.get(id);
      return other?.active === active && other.role === role && other.key === keys.signing;
    }) &&
    invitations.length === power.invitations.size &&
    invitations.every(([id, code]) => power.invitations.get(id)?.key === code.signing) &&
    state.emergencyKit?.signing === power.kit?.key &&
    isDeepStrictEqual(signingOf(state.shared?.invited), power.shared?.codes) &&
    isDeepStrictEqual(signingOf(state.shared?.workstations), power.shared?.desks)
  );
}

function signingOf(
  computers: Readonly<Record<string, { readonly signing: string }>> | undefined,
): ReadonlyMap<string, string> | undefined {
  if (computers === undefined) return undefined;
  return new Map(Object.entries(computers).map(([id, { signing }]) => [id, signing]));
}
