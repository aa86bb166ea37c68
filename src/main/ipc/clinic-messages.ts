import type { Refusal } from '../../shared/requests/answers.js';
import type {
  AwayCode,
  JoinCode,
  MoveCode,
  OfficeCode,
  ShareCode,
  SignOutCode,
} from '../../shared/requests/clinic.js';
import { sayings } from '../../shared/words/say.js';
import type { ClinicStanding } from '../ports/index.js';

/* What is wrong with the clinic's server, and what to do, for who sits at this computer. */

/** Whoever asks the server in whatever way. */
const AWAY: Readonly<Record<Exclude<AwayCode, 'refused'>, string>> = sayings({
  unreachable:
    'No server answers at that address. Check the address, the network and the firewall between here and there.',
  untrusted:
    'The certificate of the server does not hold, and it could not prove in another way that it is the clinic’s. Ask whoever runs it, and do not go on before you know why.',
  standby: 'That server only copies another one. Use the address of the main server.',
  foreign:
    'What answers there is no server of a clinic, or it belongs to another version of this app. Check the address, and update the app.',
  silent: 'The server did not answer in time. Try again; if it stays so, ask whoever runs it.',
  full: 'The server has no connection left. Ask whoever runs it to allow more (max_connections).',
  broken: 'The server answered with an error. Ask whoever runs it to look into its log.',
});

/** Whatever is asked. */
const KEYCHAIN: Readonly<Record<'keychain', string>> = sayings({
  keychain:
    'This computer’s keychain did not answer, so this workstation’s secrets could not be kept there. Unlock or start the keychain, then try again.',
});

const STANDING: Readonly<Record<Away['why'], string>> = sayings({
  unreachable: 'The server does not answer at its address. Check the network and the server.',
  untrusted:
    'What answers in the place of the server could not prove that it is the clinic’s. Ask whoever runs it.',
  refused: 'The server does not accept this workstation’s login. Ask whoever runs it.',
  standby: 'The server that answers only copies another one. Ask whoever runs it.',
  foreign: 'What answers there is no server of a clinic. Ask whoever runs it.',
  silent: 'The server does not answer in time. Check the network and the server.',
  full: 'The server has no connection left for this workstation. Ask whoever runs it.',
  broken: 'The server answers with errors. Ask whoever runs it.',
  contradicted:
    'The server went on without what this workstation knows, so this workstation does not follow it. An administrator has to look into it.',
  outdated:
    'The clinic decided something that this version of the app does not understand. Install the newest version on this computer.',
  withheld:
    'Another workstation has decisions of the clinic that the server does not give this one. Ask whoever runs the server.',
  copied:
    'Another computer uses this workstation’s identity, as after its disk was copied or restored. An administrator makes an enrolment code at another workstation and enters it here: Settings → Workstations → Join another clinic.',
  keychain:
    'This computer’s keychain does not give the workstation’s login to the server. Unlock or start the keychain.',
});

/** Where waiting for the server does not help. */
const NEED_HELP: ReadonlySet<Away['why']> = new Set([
  ...(['untrusted', 'refused', 'standby', 'foreign', 'full', 'broken'] as const),
  ...(['contradicted', 'outdated', 'withheld', 'copied', 'keychain'] as const),
]);

type Away = Extract<ClinicStanding, { kind: 'alone' | 'shut' }>;

/** Why this workstation is without the server, and whether somebody has to do something about it. */
export function awayInWords(why: Away['why']): {
  readonly reason: string;
  readonly needsHelp: boolean;
} {
  return { reason: STANDING[why], needsHelp: NEED_HELP.has(why) };
}

type Common = keyof typeof AWAY | keyof typeof KEYCHAIN;

/** Whoever has the clinic's place made in a database. */
const OWNER: Readonly<Record<'ownerRefused' | 'notAllowed' | 'tooOld' | 'sharedServer', string>> =
  sayings({
    ownerRefused:
      'The server does not accept that user name and password for this database. Check both, and the name of the database.',
    notAllowed:
      'That login may not make roles and schemas in this database. Use the login of the database’s owner with the right to create roles, or save the SQL file for whoever runs the server.',
    tooOld: 'That server is older than PostgreSQL 15. Use version 15 or later.',
    sharedServer:
      'PostgreSQL 15 must be for the clinic alone, and that server has other databases. Use version 16 or later, or a server of its own.',
  });

const SHARE: Readonly<Record<Exclude<ShareCode, Common | keyof typeof OWNER | 'refused'>, string>> =
  sayings({
    inUse:
      'There is something in that database already. Use an empty one. If an earlier try left it behind, drop the database and make it anew.',
    notSingle: 'This account is shared already.',
    noScript:
      'No SQL file was saved here, so there is no login for this computer. Save the file first and have it run, or enter the owner’s login.',
    different:
      'What the server keeps is not what was sent, so it is not used and nothing was changed here. Do not go on with this server before you know why.',
    stopped:
      'It was stopped, and nothing was changed here. Drop the database before you try again: a part of the account may be in it, sealed.',
  });

const JOIN: Readonly<Record<Exclude<JoinCode, Common>, string>> = sayings({
  refused:
    'The server does not accept that code. It is good for 24 hours and for one computer: check every group of it, or ask an administrator of your clinic for a new one.',
  wrongCode: 'That is no enrolment code. Check every group of it: there are seven groups of four.',
  hasAccount: 'There is an account on this computer already. Start the app again to sign in.',
  notTheClinic:
    'What this server keeps is not the clinic that made the code, so nothing was taken over. Check the address, and tell an administrator of your clinic.',
  stopped: 'It was stopped, and nothing was changed here. The code can still be used.',
  outdated:
    'Your clinic uses a newer version of this app. Install it on this computer, then try again.',
});

const MOVE: Readonly<Record<Exclude<MoveCode, Common | keyof typeof OWNER>, string>> = sayings({
  refused:
    'The server does not accept this workstation’s login there. If that database is empty, choose who sets it up. If it is not, ask whoever runs the server.',
  inUse:
    'There is something in that database already, or the clinic’s old database is still on that server. Use an empty one, and have the old one dropped first if it is broken.',
});

const OFFICE: Readonly<Record<Exclude<OfficeCode, Common>, string>> = sayings({
  refused: 'The server does not accept this workstation’s login. Ask whoever runs the server.',
  nameTaken: 'Another workstation has that name. Give each its own one.',
  unknownWorkstation: 'That workstation does not belong to the clinic any more.',
  thisWorkstation:
    'This is the workstation at which you sit. Make it independent instead, or remove it from another one.',
});

const SIGN_OUT: Readonly<Record<SignOutCode, string>> = sayings({
  notShared: 'This computer is no workstation of a clinic with several any more.',
  unknownWorkstation: 'That workstation does not belong to the clinic any more.',
  unknownMember: 'That member does not exist any more.',
});

export function shareRefusal<Code extends ShareCode>(code: Code): Refusal<Code> {
  const refused = { refused: OWNER.ownerRefused };
  return refusalOf({ ...AWAY, ...KEYCHAIN, ...OWNER, ...SHARE, ...refused }, code);
}

export function joinRefusal<Code extends JoinCode>(code: Code): Refusal<Code> {
  return refusalOf({ ...AWAY, ...KEYCHAIN, ...JOIN }, code);
}

export function moveRefusal<Code extends MoveCode>(code: Code): Refusal<Code> {
  return refusalOf({ ...AWAY, ...OWNER, ...MOVE }, code);
}

export function officeRefusal<Code extends OfficeCode>(code: Code): Refusal<Code> {
  return refusalOf({ ...AWAY, ...OFFICE }, code);
}

export function signOutRefusal<Code extends SignOutCode>(code: Code): Refusal<Code> {
  return refusalOf(SIGN_OUT, code);
}

function refusalOf<Code extends string>(
  messages: Readonly<Record<Code, string>>,
  code: Code,
): Refusal<Code> {
  return { ok: false, code, message: messages[code] };
}
