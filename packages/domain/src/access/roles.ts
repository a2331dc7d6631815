/** What a person is in one studio (AUTH-50). One person may hold several. */
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

/** Every role there is, those that no studio's staff holds included. */
export const roles = [...staffRoles, "platform_operator", "client", "guardian", "api_key"] as const;
export type Role = (typeof roles)[number];

/** True for a role that a staff user may hold in a studio. */
export function isStaffRole(text: string): text is StaffRole {
  return staffRoles.some((role) => role === text);
}
