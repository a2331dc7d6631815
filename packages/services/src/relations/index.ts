export { assignSupervisor } from "./assign-supervisor.ts";
export { endCover } from "./end-cover.ts";
export { endSupervision } from "./end-supervision.ts";
export { grantCover } from "./grant-cover.ts";
export { listRelations } from "./list-relations.ts";
