import { z } from 'zod';
import { isShowable } from './name.js';

/** The schema for the names of members, clinics and clinic apps. @param longest in characters */
export function nameSchema(longest: number): z.ZodString {
  return z.string().normalize('NFC').trim().min(1).max(longest).refine(isShowable);
}
