import type { Permission } from "./permissions.ts";

/** What is not built yet, in the words of `docs/map.md` to come: who may use it is decided already (AUTH-51). */
type AwaitedRoom =
  | "charts"
  | "client records"
  | "matching"
  | "documents"
  | "messaging"
  | "billing"
  | "reports"
  | "access reports"
  | "staff's own booking";

/**
 * Permissions that nothing asks for yet, and what each waits for. A test holds the list against the verbs there are: whoever builds one
 * takes its permission out of here.
 */
export const awaitedPermissions: Readonly<Partial<Record<Permission, AwaitedRoom>>> = {
  "client:create": "client records",
  "client:view_self": "client records",
  "client:update_self": "client records",
  "appointment:remove": "staff's own booking",
  "note:view": "charts",
  "note:write": "charts",
  "note:sign": "charts",
  "note:co_sign": "charts",
  "plan:view": "charts",
  "plan:draft": "charts",
  "plan:change": "charts",
  "plan:approve": "charts",
  "allergy:view": "charts",
  "allergy:view_limited": "charts",
  "allergy:write": "charts",
  "allergy:remove": "charts",
  "chart:break_glass": "charts",
  "break_glass:review": "charts",
  "matching:run": "matching",
  "matching:run_at_intake": "matching",
  "matching:override": "matching",
  "specialization:view": "matching",
  "specialization:manage": "matching",
  "document:view": "documents",
  "document:write": "documents",
  "document:manage_administrative": "documents",
  "document:view_non_clinical": "documents",
  "document:add_non_clinical": "documents",
  "document:view_insurance": "documents",
  "document:upload": "documents",
  "thread:view": "messaging",
  "thread:write": "messaging",
  "practice_inbox:use": "messaging",
  "billing_inbox:use": "messaging",
  "invoice:view": "billing",
  "invoice:view_balance": "billing",
  "invoice:write": "billing",
  "invoice:remove": "billing",
  "payment:refund": "billing",
  "payment:make": "billing",
  "report:view": "reports",
  "report:view_financial": "reports",
  "report:view_compliance": "reports",
  "progress:view": "reports",
};
