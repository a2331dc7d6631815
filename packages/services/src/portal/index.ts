export { askWayIn } from "./ask-way-in.ts";
export { comeIn, lookAtWayIn, type ShownAtDoor, type WayInRefusal } from "./come-in.ts";
export {
  clientSessionClock,
  endClientSession,
  endOtherClientSessions,
  listClientSessions,
} from "./own-client-sessions.ts";
export {
  type ClientActor,
  endClientSessionByToken,
  resolveClientSession,
} from "./resolve-client-session.ts";
export { sendWayIn } from "./send-way-in.ts";
