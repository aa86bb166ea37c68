import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import {
  LONGEST_SETTINGS_FILE,
  readSettingsFile,
} from '../../../src/shared/policy/settings-file.js';

const CURRENT = { ...DEFAULT_POLICY, clinicName: 'Harbour Street Clinic' };

describe('a settings file', () => {
  it('of this version gives its policy', () => {
    expect(readSettingsFile(JSON.stringify(CURRENT))).toEqual({
      ok: true,
      policy: DEFAULT_POLICY,
      changes: [],
    });
  });

  it('of an older version is migrated', () => {
    expect(readSettingsFile('{"sessionTimeoutMinutes":"never"}')).toMatchObject({
      ok: true,
      policy: { version: 2, sessionTimeoutSeconds: 604_800 },
      changes: ['neverReplaced'],
    });
  });

  it('may be older than the limit without the server', () => {
    const older = JSON.stringify({ ...CURRENT, offlineLimitSeconds: undefined });
    expect(readSettingsFile(older)).toMatchObject({ ok: true, policy: DEFAULT_POLICY });
  });

  it('may be older than quick sign-in, the lead of the warning and the address for help', () => {
    const younger = { quickSignInSeconds: undefined, warningLeadSeconds: undefined };
    const older = JSON.stringify({ ...CURRENT, ...younger, helpAddress: undefined });
    expect(readSettingsFile(older)).toMatchObject({ ok: true, policy: DEFAULT_POLICY });
  });

  it('may begin with a byte order mark', () => {
    expect(readSettingsFile('\uFEFF{"sessionTimeoutMinutes":15}')).toMatchObject({ ok: true });
  });

  it.each([
    ['{"sessionTimeoutMinutes":15', /ends too early, in line 1, column 28/],
    ['', /empty/],
    // The later one would win, which is 7 days.
    [
      '{"sessionTimeoutMinutes":5,"sessionTimeoutMinutes":"never"}',
      /“sessionTimeoutMinutes” stands twice .* line 1, column 2 and in line 1, column 28/,
    ],
    ['[]', /not a JSON object/],
    ['"never"', /not a JSON object/],
    ['{"version":3}', /version 3/],
    ['{"sessionTimeoutMinutes":15,"lockOnSleep":false}', /does not know: lockOnSleep/],
    ['{"sessionTimeoutMinutes":"banana"}', /banana/],
    ['{"sessionTimeoutMinutes":15,"clinicName":7}', /clinicName/],
    [JSON.stringify({ ...CURRENT, lockOnSleep: 'yes' }), /lockOnSleep/],
    [JSON.stringify({ ...CURRENT, activitySource: 'all' }), /activitySource/],
    [JSON.stringify({ ...CURRENT, colour: 'teal' }), /does not know: colour/],
    [
      JSON.stringify({ ...CURRENT, roleTimeoutSeconds: { surgeon: 60 } }),
      /does not know in roleTimeoutSeconds: surgeon/,
    ],
    [JSON.stringify({ ...CURRENT, lockOnSleep: undefined }), /lockOnSleep/],
    [JSON.stringify({ ...CURRENT, offlineLimitSeconds: 60 }), /offlineLimitSeconds/],
    [JSON.stringify({ ...CURRENT, warningLeadSeconds: 301 }), /warningLeadSeconds/],
    [JSON.stringify({ ...CURRENT, quickSignInSeconds: 'never' }), /quickSignInSeconds/],
    [' '.repeat(LONGEST_SETTINGS_FILE + 1), /too large/],
  ])('is refused whole, with the reason, case %#', (text, reason) => {
    const reading = readSettingsFile(text);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.problem).toMatch(reason);
  });
});
