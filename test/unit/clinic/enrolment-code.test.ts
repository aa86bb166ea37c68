import { describe, expect, it } from 'vitest';
import { id } from '../../../src/main/account/changes.js';
import {
  type Enrolment,
  forgetEnrolment,
  freshEnrolmentCode,
  readEnrolmentCode,
} from '../../../src/main/clinic/enrolment-code.js';

const CODE = '0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV';

function read(typed: string): Enrolment {
  const enrolment = readEnrolmentCode(typed);
  if (enrolment === null) throw new Error('That is no code.');
  return enrolment;
}

describe('an enrolment code', () => {
  /* What is on paper must give the same at every version of the app. */
  it('gives what it has always given', () => {
    const { workstation, password, packageKey, keys } = read(CODE);
    expect({
      ...{ workstation, password, packageKey: packageKey.toString('hex') },
      ...keys.publicKeys,
    }).toEqual({
      workstation: '7d989e3a-e732-8ca8-9316-7ac6e4af260f',
      password: '18X6R62jz_g8QeGMzCh1GrVcL8-S9w0dSKEOuW9BLgE',
      packageKey: 'f3fc8b1426c4ad63b9c4d879828c4b9b375028a5bedff2eac6fd3f648248378e',
      signing: 'XtiZ092nOkAVoXCDMPMLpVl+/sAJoSiJJpvAWotMoGA=',
      opening: 'WO104+k4JwXuHVAyQJs7FHVBMazYLTc1MmnMi8EzsSY=',
    });
  });

  it('has 28 characters in groups of four, and a UUID that decisions can name', () => {
    const code = freshEnrolmentCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(id.safeParse(read(code).workstation).success).toBe(true);
    expect(read(freshEnrolmentCode()).workstation).not.toBe(read(code).workstation);
  });

  it('is read as people type it', () => {
    const typed = ' o123 4567 89ab cdef ghjk mnpq rstv ';
    expect(read(typed).password).toBe(read(CODE).password);
  });

  it.each(['', CODE.slice(1), `${CODE}0`, CODE.replace('A', 'U'), CODE.replace('A', 'é')])(
    'is not %j',
    (typed) => {
      expect(readEnrolmentCode(typed)).toBeNull();
    },
  );

  it('is overwritten when it is done with', () => {
    const enrolment = read(CODE);
    forgetEnrolment(enrolment);
    expect(enrolment.packageKey.every((byte) => byte === 0)).toBe(true);
    expect(enrolment.keys.isForgotten).toBe(true);
  });
});
