export {
  type AccountAct,
  accountActs,
  clientAccountAfter,
  type ClientAccountState,
  clientAccountStates,
  mayComeIn,
} from "./client-account.ts";
export { clientStep, type ClientStepFacts, type SecondStepRule, secondStepRules } from "./client-factors.ts";
export { awaitedPermissions } from "./awaited-permissions.ts";
export {
  type BreakGlass,
  breakGlassStands,
  decideBreakGlass,
  decideGlassReview,
  reviewOverdue,
} from "./break-glass.ts";
export {
  type ClientTies,
  decideNoteWrite,
  isOwnClient,
  mayReadNote,
  type NoteFacts,
} from "./chart-policies.ts";
export { type Approval, type ApprovalRequest, decideApproval, decideFinalAct } from "./co-signing.ts";
export { type Device, deviceOf } from "./device.ts";
export {
  compromiseIncident,
  deviceIncident,
  clientLockIncident,
  type Incident,
  incidentKinds,
  inUseMs,
  isSerious,
  lockIncident,
  networkOf,
  otherStudioIncident,
  refusalsAllowed,
  refusalsIncident,
  refusalsWindowMs,
  reuseIncident,
  stuffingIncident,
  stuffingWindowMs,
} from "./incidents.ts";
export { accessTokenMs, decidePairing, decideRefresh, pairingMs } from "./app-tokens.ts";
export { asksForProof, decideAttempt, type GuardedFacts, type GuardedKind } from "./lockout.ts";
export { grantOf, type Permission, permissions, type Principal, type Scope } from "./permissions.ts";
export {
  type Actor,
  can,
  dependsOnRelations,
  practitionersWithin,
  reaches,
  reachesAny,
  type Relations,
  rolesWith,
  standsWhileSuspended,
} from "./policies.ts";
export { decideCover, decideSupervision, endedAt, type StaffFacts } from "./relations.ts";
export { isStaffRole, type Role, roles, type StaffRole, staffRoles } from "./roles.ts";
export {
  idleEnd,
  idleMs,
  idleWarningMs,
  openSessions,
  sessionMs,
  type SessionTimes,
} from "./session-limits.ts";
export { decideDeparture, decideRoles, inOrder } from "./staffing.ts";
export { bookingCodeMs, bookingCodeTries, decideBookingCode } from "./booking-code.ts";
export { decideWayIn, wayInCodeMs, wayInLinkMs, type WayInShown } from "./way-in.ts";
export { type StaffPolicy, staffPolicies } from "./staff-policies.ts";
export {
  type CharacterKind,
  characterKinds,
  compositionRefusal,
  isPasswordExpired,
  kindsIn,
  mostHistory,
  passwordAgeDays,
  type StaffPasswordRefusal,
  staffPasswordRefusals,
  type PasswordRules,
} from "./password-rules.ts";
export { hoursIncident, type SignInHours } from "./sign-in-hours.ts";
export {
  careIncident,
  type ClientShown,
  exportIncident,
  mostClients,
  seesByCareAlone,
  volumeIncidents,
  watchLimits,
} from "./watch.ts";
