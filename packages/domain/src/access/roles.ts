import type { Permission } from "./permissions.ts";

/** The roles of AUTH-50 that sign in as staff. One person may hold several. */
export const staffRoles = [
  "admin",
  "supervisor",
  "therapist",
  "associate",
  "receptionist",
  "billing",
  "compliance",
] as const;

export type StaffRole = (typeof staffRoles)[number];

const everyone: readonly Permission[] = ["session:own"];
const calendar: readonly Permission[] = ["calendar:view", "availability:view", "service:view"];
const care: readonly Permission[] = [...calendar, "appointment:manage", "waitlist:view", "message_log:view"];

/** Role to permissions, after the matrix of AUTH-51. Relations such as "own client" are policies on top of it. */
export const permissionsOf: Readonly<Record<StaffRole, readonly Permission[]>> = {
  admin: [...everyone, ...care, "availability:manage", "service:manage", "waitlist:manage"],
  supervisor: [...everyone, ...care, "availability:manage"],
  therapist: [...everyone, ...care, "availability:manage"],
  associate: [...everyone, ...care, "availability:manage"],
  receptionist: [...everyone, ...care, "waitlist:manage"],
  billing: [...everyone, "calendar:view", "service:view"],
  compliance: [...everyone],
};
