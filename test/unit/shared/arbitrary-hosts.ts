import fc from 'fast-check';

/** A label of a host name, never one in the form of IDNA. */
export const label = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/)
  .filter((text) => !/^..--/.test(text));

/** A host name of two to four labels. */
export const host = fc
  .array(label, { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.'));
