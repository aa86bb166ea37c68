import type { Reading } from '../texts/reading.js';
import { say } from '../words/say.js';
import { readAddress, readHostRule } from './site-address.js';

/*
 * Common web systems of clinics: an administrator picks a name instead of typing an address. Each address
 * is public: the maker's help or public code names it (looked up in 2026). An entry only fills in the form;
 * it allows nothing by itself.
 */

/** What a listed system is for. The list has this order. */
export const LISTED_KINDS = ['practice', 'prescribing', 'results', 'other'] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

/** Placeholder for a clinic's own part of an address. */
export const OWN_PART = 'YOUR-CLINIC';

export interface ListedApp {
  readonly name: string;
  readonly kind: ListedKind;
  /** Contains {@link OWN_PART} in the host if each clinic has its own host. */
  readonly address: string;
  /** Hosts where the system's users sign in, as `readHostRule` gives them. */
  readonly allowedHosts: readonly string[];
  /** An example of a clinic's own part; set only if the address has such a part. */
  readonly ownPartExample?: string;
}

/* eslint-disable no-restricted-syntax -- names of products are the same in every language */
export const LISTED_APPS: readonly ListedApp[] = [
  app('athenaOne', 'practice', 'https://athenanet.athenahealth.com/', {
    allowedHosts: ['identity.athenahealth.com'],
  }),
  app('Carepatron', 'practice', 'https://app.carepatron.com/'),
  app('Cliniko', 'practice', `https://${OWN_PART}.cliniko.com/`, {
    // The second word is the region that stores the account.
    ownPartExample: 'harbour.au1',
  }),
  app('Doctolib (France)', 'practice', 'https://pro.doctolib.fr/'),
  app('Doctolib (Germany)', 'practice', 'https://pro.doctolib.de/'),
  app('DrChrono', 'practice', 'https://app.drchrono.com/'),
  app('Elation', 'practice', 'https://app.elationemr.com/'),
  app('Halaxy', 'practice', 'https://www.halaxy.com/'),
  app('Healthie', 'practice', 'https://secure.gethealthie.com/'),
  app('IntakeQ', 'practice', 'https://intakeq.com/signin', { allowedHosts: ['app.intakeq.com'] }),
  app('Jane', 'practice', `https://${OWN_PART}.janeapp.com/admin`, { ownPartExample: 'harbour' }),
  app('MediRecords', 'practice', 'https://app.medirecords.com/'),
  app('Nookal', 'practice', `https://${OWN_PART}.nookal.com/`, { ownPartExample: 'auzone1' }),
  app('Pabau', 'practice', 'https://crm.pabau.com/'),
  app('Practice Better', 'practice', 'https://my.practicebetter.io/'),
  app('Practice Fusion', 'practice', 'https://static.practicefusion.com/apps/ehr/'),
  app('Semble', 'practice', 'https://app.semble.io/'),
  app('SimplePractice', 'practice', 'https://secure.simplepractice.com/', {
    allowedHosts: ['account.simplepractice.com'],
  }),
  app('Tebra (Kareo)', 'practice', 'https://app.kareo.com/'),
  app('TherapyNotes', 'practice', 'https://www.therapynotes.com/app/'),
  app('WebPT', 'practice', 'https://app.webpt.com/', { allowedHosts: ['auth.webpt.com'] }),
  app('WriteUpp', 'practice', 'https://app.writeupp.com/'),
  app('Fullscript (US)', 'prescribing', 'https://us.fullscript.com/login'),
  app('SafeScript (Victoria)', 'prescribing', 'https://www.safescript.vic.gov.au/'),
  app('Veradigm ePrescribe', 'prescribing', 'https://eprescribe.allscripts.com/'),
  app('Ambra imaging', 'results', 'https://access.dicomgrid.com/'),
  app('Labcorp Link', 'results', 'https://link.labcorp.com/'),
  app('Quest Quanum', 'results', 'https://physician.quanum.questdiagnostics.com/', {
    allowedHosts: ['auth2.questdiagnostics.com'],
  }),
  app('Sonic Dx', 'results', 'https://www.sonicdx.com.au/'),
  app('Accurx', 'other', 'https://web.accurx.com/'),
  app('Availity', 'other', 'https://apps.availity.com/'),
  app('Doxy.me', 'other', 'https://doxy.me/'),
  app('PRODA (Services Australia)', 'other', 'https://proda.humanservices.gov.au/'),
];
/* eslint-enable no-restricted-syntax */

function app(
  name: string,
  kind: ListedKind,
  address: string,
  more?: Partial<Pick<ListedApp, 'allowedHosts' | 'ownPartExample'>>,
): ListedApp {
  return { name, kind, address, allowedHosts: [], ...more };
}

/** The host of a listed system as people read it: `your-clinic.janeapp.com`. */
export function listedHost({ address }: ListedApp): string {
  return new URL(address).host;
}

/** The text before and after a clinic's own part, or `null` if all clinics have the same address. */
export function aroundOwnPart({
  address,
}: ListedApp): { readonly before: string; readonly after: string } | null {
  const [before, after] = address.split(OWN_PART);
  return before === undefined || after === undefined ? null : { before, after };
}

/**
 * The address of one clinic.
 * @param typed the clinic's own part, or a whole address of that clinic, pasted from a browser
 */
export function addressOfClinic(listed: ListedApp, typed: string): Reading<string> {
  const around = aroundOwnPart(listed);
  if (around === null) return readAddress(listed.address);
  const example = `${around.before}${listed.ownPartExample ?? ''}${around.after}`;
  const problem = say('Enter the part that is your clinic’s own, as in {example}', { example });
  const part = ownPartOf(around.after, typed.trim().toLowerCase());
  // Any other character could lead to another site.
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(part)) return { ok: false, problem };
  const reading = readAddress(`${around.before}${part}${around.after}`);
  const isHost = reading.ok && readHostRule(new URL(reading.value).host).ok;
  return isHost ? reading : { ok: false, problem };
}

/** The clinic's own part of a pasted address. */
function ownPartOf(after: string, typed: string): string {
  const host = typed.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const end = after.replace(/\/.*$/, '');
  if (host === end.slice(1)) return '';
  return host.endsWith(end) ? host.slice(0, -end.length) : typed;
}
