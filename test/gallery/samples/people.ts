import type { MemberRow } from '../../../src/shared/requests/views.js';
import { ROLES } from '../../../src/shared/people/role.js';

/* Whom the samples show. None of them is a real person. */

export const CLINIC = 'Harbour Street Clinic';

/** A morning in November, in milliseconds since 1970. */
export const SOME_MORNING_MS = Date.UTC(2026, 10, 24, 8, 42, 10);

function row(number: number, name: string, changes: Partial<MemberRow> = {}): MemberRow {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@harbour.example`,
    role: 'practitioner',
    active: true,
    signedIn: false,
    lastSignedInAt: SOME_MORNING_MS - number * 7_260_000,
    lastAdministrator: false,
    twoFactor: 'on',
    ...{ invited: false, badge: false, needsInvitation: false },
    guideReadAt: SOME_MORNING_MS - number * 86_400_000,
    ...changes,
  };
}

export const DANA = row(1, 'Dana Whitlock', {
  role: 'administrator',
  signedIn: true,
  lastAdministrator: true,
});

/** Whose password went when access was turned off. */
export const GONE = row(6, 'Priya Raghunathan', { needsInvitation: true });

export const ROBIN = row(2, 'Robin Achterberg', {
  role: 'receptionist',
  twoFactor: 'off',
  invited: true,
  guideReadAt: null,
});

/** One of each kind, and names as long as names are. */
export const MEMBERS: readonly MemberRow[] = [
  DANA,
  ROBIN,
  row(3, 'Sam Okonkwo', { active: false, lastSignedInAt: null, twoFactor: 'off' }),
  row(4, 'Maria-Theresia von Hohenstein-Wiesbaden-Lütgenhausen', { twoFactor: 'damaged' }),
  row(5, 'Li Na', { role: 'bookkeeper', twoFactor: 'reset' }),
  GONE,
  row(7, 'Tomás Ibáñez', { badge: true }),
];

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dov', 'Esme', 'Finn', 'Gita', 'Hugo', 'Ines', 'Jun', 'Kai'];
const LAST = ['Abara', 'Brandt', 'Costa', 'Dufour', 'Eriksen', 'Farrow', 'Gupta', 'Haddad'];
LAST.push('Ivanova', 'Jansen', 'Kowalski');

/** As many as a large clinic has. */
export const MANY: readonly MemberRow[] = FIRST.flatMap((first, one) =>
  LAST.map((last, other) => {
    const number = 100 + one * LAST.length + other;
    const role = ROLES[number % ROLES.length] ?? 'practitioner';
    return row(number, `${first} ${last}`, { role, twoFactor: number % 3 === 0 ? 'off' : 'on' });
  }),
);
