export { changeRoles } from "./change-roles.ts";
export { createStaffUser, type NewStaffUser } from "./create-staff-user.ts";
export { endAccess } from "./end-access.ts";
export { endSession } from "./end-session.ts";
export { endOtherSessions, endOwnSession, listSessions } from "./own-sessions.ts";
export { rememberDevice } from "./known-device.ts";
export { listTeam } from "./list-team.ts";
export {
  passSecondFactor,
  type SecondFactorAttempt,
  type SecondFactorRefusal,
} from "./pass-second-factor.ts";
export { renewRecoveryCodes } from "./renew-recovery-codes.ts";
export { resetSecondFactor } from "./reset-second-factor.ts";
export { restoreAccess } from "./restore-access.ts";
export { resolveSession, type SessionPurpose, type StaffActor } from "./resolve-session.ts";
export { type SecondFactorStep, secondFactorStep } from "./second-factor-step.ts";
export { sendStaffMail } from "./send-staff-mail.ts";
export { sessionClock } from "./session-clock.ts";
export { type SignedIn, signIn, type SignInAttempt } from "./sign-in.ts";
export { unlockAccount } from "./unlock-account.ts";
export { viewMe } from "./view-me.ts";
export { viewSecurity } from "./view-security.ts";
export {
  consumeStaffLink,
  endStaffLinks,
  findStaffLink,
  planStaffLink,
  readStaffLink,
  type ShownStaffLink,
  shownStaffLink,
  type StaffLinkKind,
} from "./staff-link.ts";
export { type SessionEnd, whyEnded } from "./why-ended.ts";
