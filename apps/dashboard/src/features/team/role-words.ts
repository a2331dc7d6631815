import type { StaffRole } from "@quietroom/domain/access";

type Words = { readonly name: string; readonly meaning: string };

/** What each role is called, and what it is for, in a line. */
const words: Readonly<Record<StaffRole, Words>> = {
  admin: { name: "Admin", meaning: "Everything in the studio, its people and their accounts" },
  supervisor: { name: "Supervisor", meaning: "The calendars and clients of those they supervise" },
  therapist: { name: "Therapist", meaning: "Their own calendar, hours and clients" },
  associate: { name: "Associate", meaning: "Their own calendar, hours and clients, under supervision" },
  receptionist: { name: "Receptionist", meaning: "Every calendar, bookings and the waitlist" },
  billing: { name: "Billing", meaning: "Calendars and prices to look at; no waitlist, no messages" },
  compliance: { name: "Compliance", meaning: "No calendars and no clients" },
};

export function roleWords(role: StaffRole): Words {
  return words[role];
}

/** "Therapist, Supervisor". */
export function rolesText(roles: readonly string[]): string {
  return roles.map((role) => (isKnown(role) ? words[role].name : role)).join(", ");
}

function isKnown(role: string): role is StaffRole {
  return Object.hasOwn(words, role);
}
