export { freeIds, ownerColumn, type Query, tables, tenantTables, withoutTenant } from "./catalogue.ts";
export { fillEveryTable } from "./fill-every-table.ts";
export { policyGaps, tenantColumnGaps } from "./isolation-gaps.ts";
export { mixedRequests } from "./mixed-requests.ts";
export { attempt, type Probe } from "./probe.ts";
export { probeCascades } from "./probe-cascades.ts";
export { probePool } from "./probe-pool.ts";
export { excessPrivileges, probeServer } from "./probe-server.ts";
export { probeTable } from "./probe-tables.ts";
