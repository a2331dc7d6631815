export { type ApiContext, type ClientActor, type SessionPurpose, type StaffActor } from "./context.ts";
export { type ErrorData, type FieldError } from "./error-shape.ts";
export { namedTenants } from "./named-tenant.ts";
export { pageContext, pageKeepsToTenant } from "./page-context.ts";
export { type Api, type ApiSettings, openApi } from "./open-api.ts";
export {
  bookingSiteRouter,
  createClientCaller,
  createPublicCaller,
  createStaffCaller,
  dashboardRouter,
  publicRouter,
  staffRouter,
} from "./root.ts";
export { serveCalls } from "./serve-calls.ts";
export { serveTextReplies } from "./serve-text-replies.ts";
export { serveDeliveries } from "./serve-deliveries.ts";
export { serveTokens } from "./serve-tokens.ts";
export type { Logger, LogFields } from "@quietroom/services/ports";
