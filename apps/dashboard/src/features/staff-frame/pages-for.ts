import { type Actor, can } from "@quietroom/domain/access";

/** What each page's first question to the server asks for. */
const needs = {
  calendar: "calendar:view",
  requests: "appointment:manage",
  waitlist: "waitlist:view",
  messages: "message_log:view",
  groups: "calendar:view",
  hours: "availability:view",
  services: "service:view",
  rules: "studio:manage",
  places: "availability:view",
  rooms: "availability:view",
  portal: "client_account:view",
  records: "record:manage",
  legal: "legal_document:view",
  team: "supervision:view",
  security: "incident:view",
  audit: "audit:view",
  work: "dead_letter:manage",
} as const;

export type NavKey = keyof typeof needs;

const keys = [
  "calendar",
  "requests",
  "waitlist",
  "messages",
  "groups",
  "hours",
  "services",
  "rules",
  "places",
  "rooms",
  "portal",
  "records",
  "legal",
  "team",
  "security",
  "audit",
  "work",
] as const;

/** The pages that have an entry in somebody's frame: those whose permission the table gives them (AUTH-62). */
export function pagesFor(actor: Actor): readonly NavKey[] {
  return keys.filter((key) => can(actor, needs[key]));
}
