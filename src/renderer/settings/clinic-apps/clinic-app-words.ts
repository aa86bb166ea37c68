import {
  APP_PERMISSIONS,
  type AppPermission,
  type ClinicAppSettings,
  DRAFT_HOURS,
  LONGEST_REOPEN_HOURS,
  type SiteFinding,
} from '../../../shared/clinic-apps/clinic-app.js';
import type { ListedKind } from '../../../shared/clinic-apps/clinic-app-catalogue.js';
import { type Role, ROLES } from '../../../shared/people/role.js';
import { say, sayings } from '../../../shared/words/say.js';
import { listInWords } from '../../ui/words/list-in-words.js';
import type { Option } from '../../ui/fields/select-field.js';

interface PermissionWords {
  readonly label: string;
  readonly explanation: string;
  /** In a list of what is allowed. */
  readonly short: string;
}

export const PERMISSION_WORDS: Readonly<Record<AppPermission, PermissionWords>> = {
  printing: sayings({
    label: 'Printing',
    explanation: 'Its pages can be printed on this computer’s printers.',
    short: 'printing',
  }),
  downloads: sayings({
    label: 'Downloads',
    explanation:
      'Files go to a folder that is wiped with the session. Staff can save one elsewhere.',
    short: 'downloads',
  }),
  clipboardOut: sayings({
    label: 'Copying text out of the window',
    explanation: 'If off, copied text leaves the clipboard when the window loses the focus.',
    short: 'copying text out',
  }),
  camera: sayings({
    label: 'Camera',
    explanation: 'For video calls. Only pages at the app’s own address get it.',
    short: 'the camera',
  }),
  microphone: sayings({
    label: 'Microphone',
    explanation: 'For video calls and dictation. Only pages at the app’s own address get it.',
    short: 'the microphone',
  }),
  outsideLinks: sayings({
    label: 'Open other links in the computer’s browser',
    explanation: 'Asks each time. What is open in that browser does not end with the session.',
    short: 'other links in the browser',
  }),
  thisComputer: sayings({
    label: 'Devices on this computer',
    explanation:
      'Lets its pages reach programs on this computer, such as those of card readers and payment terminals.',
    short: 'devices on this computer',
  }),
  clinicNetwork: sayings({
    label: 'Other computers of the clinic’s network',
    explanation:
      'Lets its pages reach servers, printers and devices in the clinic that are not part of the app.',
    short: 'other computers of the clinic’s network',
  }),
};

export const KIND_NAMES: Readonly<Record<ListedKind, string>> = sayings({
  practice: 'Practice management',
  prescribing: 'Prescribing',
  results: 'Pathology and imaging',
  other: 'Messages, video and payments',
});

/** For lists within a sentence. */
const ROLE_PLURALS: Readonly<Record<Role, string>> = sayings({
  administrator: 'administrators',
  practitioner: 'practitioners',
  receptionist: 'receptionists',
  bookkeeper: 'bookkeepers',
});

/** What an app may do beyond the usual: showing its pages and printing them. */
export function allowedInWords(allows: ClinicAppSettings['allows']): string {
  const more = APP_PERMISSIONS.filter((name) => name !== 'printing' && allows[name]).map(
    (name) => PERMISSION_WORDS[name].short,
  );
  if (more.length === 0)
    return allows.printing ? say('Nothing allowed beyond printing') : say('Printing is off');
  const list = listInWords(more);
  return allows.printing
    ? say('Allowed: {list}', { list })
    : say('Allowed: {list}; printing is off', { list });
}

/** How many authorities an app has of its own, as the end of a sentence; empty without any. */
export function authoritiesInWords({ length }: ClinicAppSettings['authorities']): string {
  if (length === 0) return '';
  return ` · ${say('Believes {length, plural, one {an authority} other {# authorities}} of the clinic’s own', { length })}`;
}

/** Who finds an app on Home. */
export function seenByInWords(roles: ClinicAppSettings['roles']): string {
  if (ROLES.every((role) => roles.includes(role))) return say('Everyone sees it');
  const names = ROLES.filter((role) => roles.includes(role)).map((role) => ROLE_PLURALS[role]);
  return say('Seen by {list}', { list: listInWords(names) });
}

/** How long a page took, to a tenth of a second. */
function tookInWords(tookMs: number): string {
  const seconds = Math.max(0.1, Math.round(tookMs / 100) / 10);
  return say('{seconds, plural, one {# second} other {# seconds}}', { seconds });
}

interface FindingWords {
  readonly tone: 'success' | 'warning' | 'danger';
  readonly title: string;
  readonly detail: string;
}

/** What a test found, and what to do about it. */
export function findingInWords(finding: SiteFinding): FindingWords {
  const { outcome, host, title, detail, tookMs } = finding;
  const time = tookInWords(tookMs);
  const code = detail === '' ? '' : ` (${detail})`;
  switch (outcome) {
    case 'opened':
      return {
        tone: 'success',
        title: title === '' ? say('{host} opened.', { host }) : say('“{title}” opened.', { title }),
        detail: say(
          'The page came from {host} and took {time}. It is still open in a window of its own, so you can try to sign in.',
          { host, time },
        ),
      };
    case 'slow':
      return {
        tone: 'warning',
        title: say('{host} was still loading after {time}.', { host, time }),
        detail: say('It may work all the same. Look at its window, or test again in a moment.'),
      };
    case 'certificate':
      return {
        tone: 'danger',
        title: say('{host} can’t be opened safely.', { host }),
        detail: say(
          'Its certificate does not prove that it is the real site{code}. Check the address. If it is right, ask those who run the site: it may have a certificate of your clinic’s own authority, which you can allow by its fingerprint.',
          { code },
        ),
      };
    case 'unreachable':
      return {
        tone: 'danger',
        title: say('{host} did not answer.', { host }),
        detail: say('Check the address, and whether this computer has a connection{code}.', {
          code,
        }),
      };
    case 'outside':
      return {
        tone: 'warning',
        title: say('{host} sends people on to another site.', { host }),
        detail: say('Allow its host if this is where your staff sign in, then test again.'),
      };
  }
}

/** The hours after a session in which what was open is offered again; 0: never. */
const REOPEN_HOURS = [0, 1, 4, 8, 12, 24, 48, LONGEST_REOPEN_HOURS] as const;

function hoursInWords(hours: number): string {
  return say('{hours, plural, =0 {Never} one {# hour} other {# hours}}', { hours });
}

/** The hours to choose from, among them what holds now even if it is none of the usual ones. */
export function reopenOptions(current: number): readonly Option<number>[] {
  const hours = new Set([...REOPEN_HOURS, current]);
  return [...hours]
    .sort((one, other) => one - other)
    .map((value) => ({ value, label: hoursInWords(value) }));
}

export function keepDraftsExplanation(): string {
  return say(
    'What somebody typed into a page is kept sealed for {hours} hours and offered to the same member on the same page. Plain text only: never passwords, codes or card numbers.',
    { hours: DRAFT_HOURS },
  );
}
