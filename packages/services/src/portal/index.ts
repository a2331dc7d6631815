export { askWayIn } from "./ask-way-in.ts";
export { resetClientStep, restoreClient, suspendClient, unlockClient } from "./change-client-account.ts";
export { setClientStepRule, viewClientStepRule } from "./client-step-rule.ts";
export { comeIn, lookAtWayIn, type ShownAtDoor, type WayInRefusal } from "./come-in.ts";
export { comeInWithPassword } from "./come-in-with-password.ts";
export { listClientAccounts } from "./list-client-accounts.ts";
export {
  clientSessionClock,
  endClientSession,
  endOtherClientSessions,
  listClientSessions,
} from "./own-client-sessions.ts";
export {
  type OwnProof,
  type ProofRefusal,
  removeOwnApp,
  renewOwnCodes,
  setOwnPassword,
  viewOwnFactors,
} from "./own-factors.ts";
export {
  type ClientActor,
  endClientSessionByToken,
  resolveClientSession,
} from "./resolve-client-session.ts";
export {
  type ClientSecondStep,
  clientSecondStep,
  passClientStep,
  type StepRefusal,
} from "./second-step.ts";
