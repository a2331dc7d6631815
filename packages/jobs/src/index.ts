export type { Logger } from "@quietroom/services/ports";
export { createJobs, type Jobs, type JobsFigures, type JobsHealth, openJobs, type OpenJobs } from "./jobs.ts";
export { type Moved, moveToInngest, type MoveRefusal } from "./move-to-inngest.ts";
export { JobsRefused } from "./presence.ts";
export { jobsMode, type JobsMode, type JobsSettings } from "./mode.ts";
