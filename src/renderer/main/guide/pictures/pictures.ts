import type { ReactNode } from 'react';
import type { ChapterId } from '../chapters.js';
import { EyesAndEars, Passwords, Phishing, TwoFactor, WalkingAway } from './at-the-desk.js';
import { LostPhones, Paper, WentWrong } from './away-from-the-desk.js';

/** The drawing of each chapter. */
export const PICTURES: Readonly<Record<ChapterId, () => ReactNode>> = {
  walkingAway: WalkingAway,
  passwords: Passwords,
  twoFactor: TwoFactor,
  phishing: Phishing,
  eyesAndEars: EyesAndEars,
  paper: Paper,
  lostPhones: LostPhones,
  wentWrong: WentWrong,
};
