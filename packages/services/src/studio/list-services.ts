import { defineVerb } from "../define-verb.ts";
import { type ServiceRow, serviceRows } from "./service-rows.ts";

/** Every service of the studio, also those that are not offered now, for the editor. */
export const listServices = defineVerb<object, ServiceRow[]>({
  name: "studio.list_services",
  permission: "service:view",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, tenantId }) => await serviceRows(tx, { tenantId }),
});
