export { type Change } from "./change-feed.ts";
export { AppError, isUnavailable } from "./errors.ts";
export {
  countWork,
  findStaffByEmail,
  findTenantBySlug,
  listTenantIds,
  type MessagesCounted,
  studiosWaiting,
} from "./directory.ts";
export { checkHealth, type Health } from "./health.ts";
export { type LinkSubject } from "./links.ts";
export { openRuntime } from "./open-runtime.ts";
export { calledFrom, type CallOrigin, systemContext, type Runtime, type VerbContext } from "./runtime.ts";
export { type Verb } from "./define-verb.ts";
