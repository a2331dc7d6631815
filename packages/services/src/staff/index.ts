export { answerPasswordRequests } from "./answer-password-requests.ts";
export { askPasswordReset } from "./ask-password-reset.ts";
export { askEmailChange, confirmEmailChange, viewEmailChange } from "./change-email.ts";
export { changePassword, type PasswordChangeRefusal } from "./change-password.ts";
export { acceptInvitation } from "./accept-invitation.ts";
export { changeRoles } from "./change-roles.ts";
export { connectApp } from "./connect-app.ts";
export { createStaffUser, type NewStaffUser } from "./create-staff-user.ts";
export { endAccess } from "./end-access.ts";
export { endPassword } from "./end-password.ts";
export { endLapsedSessions } from "./end-lapsed-sessions.ts";
export { endSession } from "./end-session.ts";
export { endOtherSessions, endOwnSession, listSessions } from "./own-sessions.ts";
export { ownStudios } from "./own-studios.ts";
export { rememberDevice } from "./known-device.ts";
export {
  type Attempt,
  beginAttempt,
  beginProvenAttempt,
  forgetFailures,
  type Guarded,
  lockEnds,
  takeBackAttempt,
} from "./guard.ts";
export { inviteColleague } from "./invite-colleague.ts";
export { isKeptOut } from "./allowed-address.ts";
export { isFreshlyProven } from "./fresh-second-factor.ts";
export {
  hashPassword,
  isOutdated,
  isPassword,
  type PasswordOwner,
  type PasswordRefusal,
  passwordRefusal,
  standsAlone,
} from "./password.ts";
export { newRecoveryCodes, plainRecoveryCode } from "./recovery-code.ts";
export { isTotpCode, newTotpSecret, totpStep, totpUri } from "./totp.ts";
export { listTeam } from "./list-team.ts";
export { setPasswordRules, viewPasswordRules } from "./password-policy.ts";
export { passwordStep, type PasswordStep } from "./password-step.ts";
export { setLocations } from "./set-locations.ts";
export { setSignInHours, viewSignInHours } from "./sign-in-hours.ts";
export {
  passSecondFactor,
  type SecondFactorAttempt,
  type SecondFactorRefusal,
} from "./pass-second-factor.ts";
export { addPasskey, listPasskeys, removePasskey, startPasskey } from "./own-passkeys.ts";
export { endTrust, listTrustedDevices, setTrustRule, viewTrustRule } from "./own-trusted-devices.ts";
export { secondFactorChallenge, signInChallenge } from "./passkey-challenge.ts";
export { newPuzzle, solvedTicket, spendPuzzle } from "./proof-of-work.ts";
export { noteStuffing } from "./note-stuffing.ts";
export { renewRecoveryCodes } from "./renew-recovery-codes.ts";
export { resendInvitation } from "./resend-invitation.ts";
export { type AppTokens } from "./app-session.ts";
export { pairApp } from "./pair-app.ts";
export { refreshApp } from "./refresh-app.ts";
export { resolveApp } from "./resolve-app.ts";
export { resetPassword, viewPasswordReset } from "./reset-password.ts";
export { resetSecondFactor } from "./reset-second-factor.ts";
export { restoreAccess } from "./restore-access.ts";
export { resolveSession, type SessionPurpose, type StaffActor } from "./resolve-session.ts";
export { type SecondFactorStep, secondFactorStep } from "./second-factor-step.ts";
export { sessionClock } from "./session-clock.ts";
export { type SignedIn, signIn, type SignInAttempt } from "./sign-in.ts";
export {
  consumeStaffLink,
  endStaffLinks,
  findStaffLink,
  planStaffLink,
  readStaffLink,
  type ShownStaffLink,
  shownStaffLink,
  forgetSealedToken,
  openSealedToken,
  type StaffLinkKind,
} from "./staff-link.ts";
export { type PasskeySignIn, signInWithPasskey } from "./sign-in-with-passkey.ts";
export { passByTrust, trustDevice } from "./trusted-device.ts";
export { unlockAccount } from "./unlock-account.ts";
export { viewInvitation } from "./view-invitation.ts";
export { viewMe } from "./view-me.ts";
export { viewSecurity } from "./view-security.ts";
export { type SessionEnd, whyEnded } from "./why-ended.ts";
export { withdrawInvitation } from "./withdraw-invitation.ts";
export { allowLinking, asksToLink, linkIdentity, type LinkRefusal } from "./link-identity.ts";
export { listIdentities, unlinkIdentity } from "./own-identities.ts";
export { type IdentitySignIn, signInWithIdentity } from "./sign-in-with-identity.ts";
export { type StaffIdentity } from "./staff-identity.ts";
