import type { WebContents } from 'electron';
import type { z } from 'zod';
import type { Access, Request } from '../../shared/requests/request.js';
import { type RequestName, REQUESTS } from '../../shared/requests/requests.js';
import type { WindowKind } from '../../shared/requests/views.js';
import type { HalfSignIn } from '../identity/sign-in/half-sign-in.js';
import type { Documents, Member } from '../ports/index.js';

/** The window that asks, as the gate has checked it. */
export interface Caller {
  readonly contents: WebContents;
  readonly kind: WindowKind;
}

/** Saves documents for the window that asks. */
export type DocumentsOf = (asking: WebContents) => Documents;

/** One handler for each request of an area. */
export type HandlersOf<Area extends Readonly<Record<string, Request>>> = {
  readonly [Name in keyof Area]: (
    input: z.output<Area[Name]['input']>,
    caller: Caller & MemberFor<Area[Name]['access']>,
  ) => Area[Name]['answer'] | Promise<Area[Name]['answer']>;
};
export type Handlers = HandlersOf<typeof REQUESTS>;

/** `member` exists whenever the request's access requires a member. */
type MemberFor<Who extends Access> = Who extends 'anyone' | 'signingIn'
  ? unknown
  : Who extends 'enrolling'
    ? {
        /** `null` during a sign-in. */
        readonly member: Member | null;
      }
    : { readonly member: Member };

/** What the gate needs to know about the app. */
export interface Gatekeeper {
  /** Which of the app's windows this is, or `null`. */
  readonly kindOf: (contents: WebContents, url: string) => WindowKind | null;
  /** The member who is signed in now, freshly read, or `null`. */
  readonly signedIn: () => Member | null;
  /** The step that a half-finished sign-in waits for, or `null`. */
  readonly signingIn: () => HalfSignIn['stage'] | null;
  /** Whether this member proved the password lately. */
  readonly hasRecentPassword: (memberId: string) => boolean;
}

/** Where a request came from, as Electron tells it. */
export interface Sender {
  readonly contents: WebContents;
  /** The address of the frame, or `null` when it is gone. */
  readonly url: string | null;
  /** Only a window's own page may ask, never a frame inside it. */
  readonly isMainFrame: boolean;
}

export type Decision =
  | {
      readonly allowed: true;
      readonly kind: WindowKind;
      readonly member: Member | null;
      readonly input: unknown;
    }
  | { readonly allowed: false; readonly why: 'sender' | 'schema' | 'role' | 'passwordRequired' };

/**
 * The one gate: decides whether a request gets an answer. Checks the sender first, then who is signed
 * in, then the schema of the input, then the recent password.
 */
export function decide(
  name: RequestName,
  rawInput: unknown,
  sender: Sender,
  gatekeeper: Gatekeeper,
): Decision {
  const definition: Request = REQUESTS[name];
  const kind =
    sender.url === null || !sender.isMainFrame
      ? null
      : gatekeeper.kindOf(sender.contents, sender.url);
  if (kind === null || !definition.windows.includes(kind)) return { allowed: false, why: 'sender' };

  const member = gatekeeper.signedIn();
  if (!hasAccess(definition.access, member, gatekeeper)) return { allowed: false, why: 'role' };

  const parsed = definition.input.safeParse(rawInput);
  if (!parsed.success) return { allowed: false, why: 'schema' };
  if (
    definition.recentPassword === true &&
    (member === null || !gatekeeper.hasRecentPassword(member.id))
  )
    return { allowed: false, why: 'passwordRequired' };
  return { allowed: true, kind, member, input: parsed.data };
}

function hasAccess(access: Access, member: Member | null, { signingIn }: Gatekeeper): boolean {
  switch (access) {
    case 'anyone':
      return true;
    case 'signingIn':
      return member === null && signingIn() !== null;
    case 'enrolling':
      return member !== null || signingIn() === 'enrolment';
    case 'member':
      return member !== null;
    case 'administrator':
      return member?.role === 'administrator';
  }
}
