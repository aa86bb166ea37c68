import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member } from '../../../src/main/ports/index.js';
import { DANA, type Insider, ROBIN } from '../../support/real-clinic.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { codeFrom, joinedDesk, OfficeDesk, PLACE, sharedDesk } from '../../support/office-desk.js';

/* What people read at one computer of their clinic of what was decided at another. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const OTHER_PASSWORD = 'another-lantern-77';

let server: VirtualServer;
let first: OfficeDesk;
let second: OfficeDesk;
let dana: Member;
beforeEach(async () => {
  server = new VirtualServer();
  first = await sharedDesk(server);
  dana = first.clinic.member(DANA);
  second = await joinedDesk(first, 'Exam room');
  await first.log.pull();
});

function noticesOf({ parts }: OfficeDesk, { id }: Member): readonly string[] {
  return parts.account.noticesFor(id).map(({ kind }) => kind);
}

/** Dana invites a member, who chooses a password at the same desk. */
async function invite(at: OfficeDesk, { email }: Insider, member: Member): Promise<void> {
  const { recovery } = at.clinic.identity;
  const made = await recovery.invite(member.id, at.clinic.author);
  if (!made.ok) throw new Error(made.code);
  const form = { email, code: made.invitation, newPassword: OTHER_PASSWORD };
  expect(await recovery.redeemInvitation(form, 0)).toMatchObject({ ok: true });
}

async function useKit(at: OfficeDesk): Promise<void> {
  const { recovery } = at.clinic.identity;
  const code = await recovery.makeKit(at.clinic.author);
  const form = { email: DANA.email, code, newPassword: OTHER_PASSWORD };
  expect(await recovery.useKit(form, 0)).toMatchObject({ ok: true });
}

describe('at another desk, once', () => {
  it('a new member reads that an administrator set the password', async () => {
    const robin = await first.clinic.add(ROBIN, 'receptionist');
    expect(noticesOf(second, robin)).toEqual([]);
    await second.log.pull();
    expect(noticesOf(second, robin)).toEqual(['passwordSetForYou']);
    expect(noticesOf(second, dana)).toEqual([]);
    await second.log.pull();
    await second.connect();
    expect(noticesOf(second, robin)).toEqual(['passwordSetForYou']);
    // The desk where it was decided has its own.
    await first.log.pull();
    expect(noticesOf(first, robin)).toEqual(['passwordSetForYou']);
  });

  it('and no more, once the member has chosen another one anywhere', async () => {
    const robin = await first.clinic.add(ROBIN, 'receptionist');
    await second.log.pull();
    await first.clinic.signIn(ROBIN);
    const { ownPassword } = first.clinic.identity;
    const changed = await ownPassword.change(robin, OTHER_PASSWORD, first.clinic.author);
    expect(changed).toMatchObject({ ok: true });
    await second.log.pull();
    expect(noticesOf(second, robin)).toEqual([]);
  });

  it('administrators read that an invitation code was used, and nobody else', async () => {
    const robin = await first.clinic.add(ROBIN, 'receptionist');
    await second.log.pull();
    await invite(first, ROBIN, robin);
    await second.log.pull();
    expect(noticesOf(second, dana)).toEqual(['invitationUsed']);
    expect(noticesOf(second, robin)).toEqual([]);
    expect(noticesOf(first, dana)).toEqual(['invitationUsed']);
  });

  it('administrators with access read that the kit was used', async () => {
    const robin = await first.clinic.add(ROBIN, 'administrator');
    const gone = await first.clinic.add(
      { ...ROBIN, email: 'gone@harbour.example' },
      'administrator',
    );
    await first.clinic.identity.members.setActive(gone.id, false, first.clinic.author);
    await second.log.pull();
    await useKit(first);
    await second.log.pull();
    expect(noticesOf(second, robin)).toEqual(['passwordSetForYou', 'emergencyKitUsed']);
    expect(noticesOf(second, dana)).toEqual(['emergencyKitUsed']);
    expect(noticesOf(second, gone)).toEqual(['passwordSetForYou']);
  });

  it('everybody with access reads that an administrator went on with an account in question', async () => {
    const robin = await first.clinic.add(ROBIN, 'receptionist');
    await second.log.pull();
    await first.parts.chain.commit(first.clinic.author, () => ({
      change: { kind: 'account.accepted', remembered: null },
    }));
    await second.log.pull();
    expect(noticesOf(second, robin)).toEqual(['passwordSetForYou', 'accountAccepted']);
    expect(noticesOf(second, dana)).toEqual(['accountAccepted']);
  });

  it('a desk that was away reads it all when it is back', async () => {
    second.line.mood = 'cut';
    const robin = await first.clinic.add(ROBIN, 'receptionist');
    await invite(first, ROBIN, robin);
    await useKit(first);
    second.line.mood = 'works';
    await second.connect();
    // The password that the administrator had set is another one since.
    expect(noticesOf(second, robin)).toEqual([]);
    expect(noticesOf(second, dana)).toEqual(['invitationUsed', 'emergencyKitUsed']);
  });
});

it('nobody reads what was decided before this computer joined', async () => {
  const robin = await first.clinic.add(ROBIN, 'receptionist');
  await useKit(first);
  // Dana’s keys are others since the kit.
  await first.clinic.signIn({ ...DANA, password: OTHER_PASSWORD });
  const third = new OfficeDesk(server);
  const joined = await third.office.join({
    ...{ place: PLACE, setAside: false },
    code: await codeFrom(first, 'Lab'),
  });
  expect(joined).toEqual({ ok: true });
  await third.connect();
  expect([noticesOf(third, robin), noticesOf(third, dana)]).toEqual([[], []]);
  // From then on they do.
  await invite(first, ROBIN, robin);
  await third.log.pull();
  expect(noticesOf(third, dana)).toEqual(['invitationUsed']);
});

it('what cannot be written is read when it can, once', async () => {
  const robin = await first.clinic.add(ROBIN, 'receptionist');
  const { account } = second.parts;
  const broken = vi.spyOn(account, 'addNotice').mockImplementation(() => {
    throw new Error('The disk is full.');
  });
  await expect(second.log.pull()).rejects.toThrow('full');
  expect(account.memberById(robin.id)).toBeNull();
  broken.mockRestore();
  await second.log.pull();
  expect(noticesOf(second, robin)).toEqual(['passwordSetForYou']);
});
