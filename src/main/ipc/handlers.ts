import type { AppWindows } from '../windows/app-windows.js';
import { DONE } from './answers.js';
import { type AuditHandlerParts, auditHandlers } from './audit-handlers.js';
import { type BarHandlerParts, barHandlers } from './bar-handlers.js';
import { type CheckUpHandlerParts, checkUpHandlers } from './check-up-handlers.js';
import { type ClinicAppHandlerParts, clinicAppHandlers } from './clinic-app-handlers.js';
import { type ClinicHandlerParts, clinicHandlers } from './clinic-handlers.js';
import type { Handlers } from './gate.js';
import { type HelpHandlerParts, helpHandlers } from './help-handlers.js';
import { type MemberHandlerParts, memberHandlers } from './member-handlers.js';
import { type OwnSecurityHandlerParts, ownSecurityHandlers } from './own-security-handlers.js';
import { type PolicyHandlerParts, policyHandlers } from './policy-handlers.js';
import { type QuickSignInHandlerParts, quickSignInHandlers } from './quick-sign-in-handlers.js';
import { type SignInHandlerParts, signInHandlers } from './sign-in-handlers.js';
import { type WorkstationHandlerParts, workstationHandlers } from './workstation-handlers.js';

export type HandlerParts = SignInHandlerParts &
  QuickSignInHandlerParts &
  OwnSecurityHandlerParts &
  PolicyHandlerParts &
  MemberHandlerParts &
  WorkstationHandlerParts &
  CheckUpHandlerParts &
  HelpHandlerParts &
  AuditHandlerParts &
  ClinicAppHandlerParts &
  ClinicHandlerParts &
  BarHandlerParts & { readonly windows: AppWindows };

/** The handlers of all requests. They run after the gate has accepted a request. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { account, runner, windows, guarded, clock } = parts;

  return {
    readView: (_input, { contents, kind }) =>
      kind === 'bar' ? guarded.readView(contents) : windows.readView(contents, kind),
    viewShown: ({ sequence }, { contents }) => {
      windows.viewShown(contents, sequence);
      return DONE;
    },

    ...signInHandlers(parts),
    ...quickSignInHandlers(parts),
    ...ownSecurityHandlers(parts),
    ...policyHandlers(parts),
    ...memberHandlers(parts),
    ...workstationHandlers(parts),
    ...checkUpHandlers(parts),
    ...helpHandlers(parts),
    ...auditHandlers(parts),
    ...clinicAppHandlers(parts),
    ...clinicHandlers(parts),
    ...barHandlers(parts),

    lockNow: () => end('lockNow'),
    signOut: () => end('signOut'),
    switchUser: () => end('switchUser'),
    staySignedIn: () => {
      runner.noteActivity();
      windows.closeWarning();
      guarded.showUnsaved();
      return DONE;
    },
    acknowledgeNotice: ({ noticeId }, { member }) => {
      account.acknowledgeNotice(noticeId, member.id, clock.now().wallMs);
      return DONE;
    },
    openSettings: ({ tab }) => {
      windows.showSettings(tab);
      return DONE;
    },
  };

  function end(cause: 'lockNow' | 'signOut' | 'switchUser'): typeof DONE {
    runner.requestEnd(cause);
    return DONE;
  }
}
