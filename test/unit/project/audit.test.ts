import { expect, it } from 'vitest';
import { readAudit } from '../../../scripts/lib/packaging/audit.mjs';

it('names the packages with a serious flaw, and no other', () => {
  const report = {
    vulnerabilities: {
      one: { severity: 'low' },
      two: { severity: 'high' },
      three: { severity: 'critical' },
    },
  };
  expect(readAudit(JSON.stringify(report))).toEqual({ found: ['two', 'three'] });
  expect(readAudit('{"vulnerabilities":{}}')).toEqual({ found: [] });
});

it('an audit that did not take place counts as unknown, not as good', () => {
  expect(readAudit('{"message":"405 Method Not Allowed"}')).toEqual({
    unknown: '405 Method Not Allowed',
  });
  for (const text of ['', '{}', 'npm error'])
    expect(readAudit(text)).toEqual({ unknown: expect.stringContaining('npm audit') as string });
});
