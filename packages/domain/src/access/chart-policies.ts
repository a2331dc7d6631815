import { ok, refuse, type Result } from "../result.ts";
import type { Instant } from "../time/instant.ts";
import { type BreakGlass, breakGlassStands } from "./break-glass.ts";
import { type Actor, can, practitionersWithin } from "./policies.ts";
import type { Period } from "./relations.ts";

/** What ties practitioners to one client: who was assigned when, and with whom visits were or are. Ids of practitioner records. */
export type ClientTies = {
  readonly clientId: string;
  readonly assignments: readonly { readonly practitionerId: string; readonly period: Period }[];
  readonly visitsWith: readonly string[];
};

/**
 * Whether a client is a practitioner's own (AUTH-53): by an assignment that stands at `at`, or by a visit with them where they were never
 * assigned. Once their assignment has ended no visit from before keeps the record open.
 */
export function isOwnClient(practitionerId: string | null, client: ClientTies, at: Instant): boolean {
  if (practitionerId === null) return false;
  const assigned = client.assignments.filter((one) => one.practitionerId === practitionerId);
  if (assigned.length === 0) return client.visitsWith.includes(practitionerId);
  return assigned.some(({ period: { start, end } }) => start <= at && (end === null || at < end));
}

/** A clinical note. A process note is its author's alone, whatever anybody else may read. */
export type NoteFacts = {
  readonly clientId: string;
  readonly kind: "progress" | "process";
  /** The practitioner who wrote it. */
  readonly authorId: string;
  readonly signedAt: Instant | null;
  /** When it was shared with its client; null while it is not. */
  readonly sharedAt: Instant | null;
};

/**
 * Whether somebody may create a note about a client, or edit one that is there (`note`): only the therapist or associate whose client it
 * is now (AUTH-54), so neither who covers or supervises nor who broke the glass. What is signed is not edited, and a process
 * note by its author alone.
 */
export function decideNoteWrite(
  actor: Actor,
  { client, note }: { readonly client: ClientTies; readonly note: NoteFacts | null },
  at: Instant,
): Result<null, "not_permitted" | "not_assigned" | "not_author" | "signed"> {
  if (actor.kind !== "staff" || !can(actor, "note:write")) return refuse("not_permitted");
  if (note !== null && note.clientId !== client.clientId) return refuse("not_assigned");
  if (!isOwnClient(actor.practitionerId, client, at)) return refuse("not_assigned");
  if (note === null) return ok(null);
  if (note.kind === "process" && note.authorId !== actor.practitionerId) return refuse("not_author");
  return note.signedAt === null ? ok(null) : refuse("signed");
}

/**
 * Whether somebody may read a note: the client their own, once it is signed and shared (AUTH-54); the practitioner whose client it is
 * now, who covers for them or supervises them; and whoever broke the glass of this very chart, while that stands (AUTH-59).
 */
export function mayReadNote(
  actor: Actor,
  {
    client,
    note,
    glass,
  }: { readonly client: ClientTies; readonly note: NoteFacts; readonly glass: BreakGlass | null },
  at: Instant,
): boolean {
  if (note.clientId !== client.clientId || !can(actor, "note:view")) return false;
  if (actor.kind === "client") {
    const released = note.kind === "progress" && note.signedAt !== null && note.sharedAt !== null;
    return actor.clientId === note.clientId && released;
  }
  if (actor.kind !== "staff") return false;
  if (note.kind === "process") return actor.practitionerId === note.authorId;
  const within = practitionersWithin(actor, "note:view");
  if (within === "all" || within.some((practitionerId) => isOwnClient(practitionerId, client, at)))
    return true;
  const mayBreak = glass !== null && can(actor, "chart:break_glass");
  return mayBreak && breakGlassStands(glass, { ...actor, clientId: note.clientId }, at);
}
