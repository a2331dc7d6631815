export { accessHistory } from "./access-history.ts";
export { exportAudit, listAudit } from "./list-audit.ts";
export { staffActivity } from "./staff-activity.ts";
export { findOwnOpenings } from "./own-openings.ts";
