export type { Logger } from "@quietroom/services/ports";
export { createJobs, type Jobs, type JobsFigures, type JobsHealth, openJobs, type OpenJobs } from "./jobs.ts";
export { jobsMode, type JobsMode, type JobsSettings } from "./mode.ts";
