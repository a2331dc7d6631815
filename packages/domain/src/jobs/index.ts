export { isKnownJob, jobWords, knownJobs } from "./known-jobs.ts";
