export { createJobs, type Jobs, openJobs } from "./jobs.ts";
export { jobsMode, type JobsMode, type JobsSettings } from "./mode.ts";
