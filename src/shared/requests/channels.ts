/*
 * Names only, and no schemas: the preload bridge loads this file, and nothing heavier, into the
 * sandbox. `requests.ts` gives every name its meaning.
 */

/** Every question a window can ask. */
export const REQUEST_NAMES = [
  'readView',
  'viewShown',
  'createClinic',
  'signIn',
  'verifyCode',
  'useRecoveryCode',
  'cancelSignIn',
  'finishEnrolment',
  'redeemInvitation',
  'useEmergencyKit',
  'listRecentMembers',
  'readRecentMemberEmail',
  'lockNow',
  'signOut',
  'switchUser',
  'staySignedIn',
  'confirmPassword',
  'changePassword',
  'startTwoFactor',
  'confirmTwoFactor',
  'turnOffTwoFactor',
  'renewRecoveryCodes',
  'makeEmergencyKit',
  'saveDocument',
  'acknowledgeNotice',
  'openSettings',
  'savePolicy',
  'saveSignInRules',
  'checkSettingsFile',
  'importSettingsFile',
  'addMember',
  'disableMember',
  'enableMember',
  'changeMemberRole',
  'signOutMember',
  'resetTwoFactor',
  'inviteMember',
  'testActivity',
  'openClinicApp',
  'reopenPlaces',
  'declinePlaces',
  'saveClinicApp',
  'removeClinicApp',
  'moveClinicApp',
  'testClinicApp',
  'saveClinicAppRules',
  'commandSite',
  'openBarPanel',
  'findInSite',
  'answerBarQuestion',
  'dismissBarMessage',
  'saveDownload',
  'removeDownload',
  'saveSiteSignIn',
  'forgetSiteSignIn',
  'fillSiteSignIn',
  'copyDraftField',
  'discardDraft',
  'readAuditLog',
  'exportAuditLog',
  'saveDiagnostics',
  'restartAndUpdate',
] as const;

export type RequestName = (typeof REQUEST_NAMES)[number];

/** The one thing that main tells windows unasked: the view they show has changed. */
export const VIEW_PUSH = 'view';

/** The IPC channel that carries a request. */
export function requestChannel(name: RequestName): string {
  return `clinic:${name}`;
}
