import { describe, expect, it } from 'vitest';
import { belongsToAdministrators } from '../../../src/main/host/windows/access-list.js';
import { readOnWindows } from '../../../src/main/host/windows/managed-policy.js';

const ADMINISTRATORS_ALONE = 'O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)';
/** The access list of a folder that any user makes under ProgramData. */
const INHERITED =
  'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)';

describe('an access list of Windows', () => {
  it.each([
    ['that lets everybody read', ADMINISTRATORS_ALONE],
    ['with names of rights', 'O:SYG:SYD:P(A;;FA;;;BA)(A;;FRFX;;;WD)'],
    [
      'of TrustedInstaller',
      `O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:(A;;GA;;;SY)`,
    ],
    ['with identifiers instead of names', 'O:S-1-5-32-544D:(A;;FA;;;S-1-5-18)(A;;FR;;;S-1-1-0)'],
    ['that denies somebody something', 'O:BAD:(D;;FW;;;BU)(A;;FA;;;SY)(A;;FR;;;BU)'],
    ['whose creators own what they make', 'O:BAD:(A;;FA;;;BA)(A;OICIIO;GA;;;CO)'],
    ['with auditing', 'O:BAG:SYD:PAI(A;;FA;;;BA)S:AI(AU;SAFA;FA;;;WD)'],
  ])('%s belongs to administrators', (_what, sddl) => {
    expect(belongsToAdministrators(sddl)).toBe(true);
  });

  it.each([
    ['of a folder that anybody may write into', INHERITED],
    ['of a file that a user owns', 'O:S-1-5-21-1-2-3-1001D:(A;;FA;;;BA)'],
    ['where users may write', 'O:BAD:(A;;FA;;;BA)(A;;0x120116;;;BU)'],
    ['where users may append', 'O:BAD:(A;;FA;;;BA)(A;;LC;;;BU)'],
    ['where users may delete', 'O:BAD:(A;;FA;;;BA)(A;;FRSD;;;BU)'],
    ['where users may delete inside', 'O:BAD:(A;;FA;;;BA)(A;;DT;;;BU)'],
    ['where users may change the list', 'O:BAD:(A;;FA;;;BA)(A;;WD;;;BU)'],
    ['where everybody may do everything', 'O:BAD:(A;;GA;;;WD)'],
    ['where everybody may write, generically', 'O:BAD:(A;;GW;;;WD)'],
    ['with a right that is not known', 'O:BAD:(A;;ZZ;;;WD)'],
    ['with half a right', 'O:BAD:(A;;F;;;WD)'],
    ['with a condition', 'O:BAD:(XA;;FA;;;WD;(@User.x=1))'],
    ['with an entry of another kind', 'O:BAD:(OA;;FR;;;WD)'],
    ['that is null', 'O:BAG:SYD:NO_ACCESS_CONTROL'],
    ['that is missing', 'O:BAG:SY'],
    ['that is cut off', 'O:BAG:SYD:(A;;FA;;;BA)(A;;FA;;'],
    ['that is nothing', ''],
  ])('%s does not', (_what, sddl) => {
    expect(belongsToAdministrators(sddl)).toBe(false);
  });
});

describe('the policy file of a Windows computer', () => {
  const answering = (answer: unknown) =>
    readOnWindows(() => Promise.resolve(JSON.stringify(answer)));
  const good = {
    found: true,
    link: false,
    size: 13,
    folder: ADMINISTRATORS_ALONE,
    file: ADMINISTRATORS_ALONE,
    text: Buffer.from('{"version":1}').toString('base64'),
  };

  it('is read when it belongs to administrators', async () => {
    expect(await answering(good)).toEqual({ found: true, text: '{"version":1}' });
    expect(await answering({ found: false })).toEqual({ found: false });
  });

  it.each<[string, object, string]>([
    ['is a link', { link: true }, 'untrusted'],
    ['is in a folder of others', { folder: INHERITED }, 'untrusted'],
    ['is a file of others', { file: INHERITED }, 'untrusted'],
    ['is too large', { size: 70_000, text: '' }, 'invalid'],
  ])('that %s is not used', async (_what, change, code) => {
    expect(await answering({ ...good, ...change })).toMatchObject({ problem: { code } });
  });

  it('is reported as unreadable when PowerShell fails or says something else', async () => {
    const unreadable = { found: true, problem: { code: 'unreadable' } };
    expect(await readOnWindows(() => Promise.reject(new Error('no')))).toMatchObject(unreadable);
    expect(await readOnWindows(() => Promise.resolve('Access denied'))).toMatchObject(unreadable);
  });
});
