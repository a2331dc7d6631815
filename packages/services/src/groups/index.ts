export { cancelGroupSession } from "./cancel-group-session.ts";
export { changeGroupSession } from "./change-group-session.ts";
export { groupRoster } from "./group-roster.ts";
export { listGroupSessions } from "./list-group-sessions.ts";
export { scheduleGroupSession } from "./schedule-group-session.ts";
export { seatClient } from "./seat-client.ts";
