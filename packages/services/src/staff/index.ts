export { createStaffUser, type NewStaffUser } from "./create-staff-user.ts";
export { endSession } from "./end-session.ts";
export { resolveSession, type SessionPurpose, type StaffActor } from "./resolve-session.ts";
export { type SignedIn, sessionMs, signIn, type SignInAttempt } from "./sign-in.ts";
export { viewMe } from "./view-me.ts";
