export { type Actor, can } from "./actor.ts";
export { type Permission, permissions } from "./permissions.ts";
export { permissionsOf, type StaffRole, staffRoles } from "./roles.ts";
