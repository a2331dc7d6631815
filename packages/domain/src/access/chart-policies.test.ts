import { expect, test } from "vitest";
import { dayMs, hourMs, instant, plus } from "../time/instant.ts";
import type { BreakGlass } from "./break-glass.ts";
import {
  type ClientTies,
  decideNoteWrite,
  isOwnClient,
  mayReadNote,
  type NoteFacts,
} from "./chart-policies.ts";
import type { Actor, Relations } from "./policies.ts";
import type { StaffRole } from "./roles.ts";

const now = instant(1_805_205_900_000); // 2027-03-16T14:05Z
const since = { start: plus(now, -30 * dayMs), end: null };

function staff(
  role: StaffRole,
  practitionerId: string | null,
  relations: Relations = { supervised: [], covered: [] },
): Actor {
  return {
    kind: "staff",
    tenantId: "t",
    staffUserId: role,
    sessionId: "s",
    roles: [role],
    practitionerId,
    relations,
  };
}

const portal = (clientId: string): Actor => ({
  kind: "client",
  tenantId: "t",
  clientId,
  clientAccountId: "a",
  sessionId: "s",
});

const sam: ClientTies = {
  clientId: "sam",
  assignments: [{ practitionerId: "ana", period: since }],
  visitsWith: ["ana", "cy"],
};
const draft: NoteFacts = {
  clientId: "sam",
  kind: "progress",
  authorId: "ana",
  signedAt: null,
  sharedAt: null,
};
const signed: NoteFacts = { ...draft, signedAt: now };
const shared: NoteFacts = { ...signed, sharedAt: now };
const refusal = (code: string) => ({ ok: false, refusal: code });

test("AUTH-53 a client is one's own by an assignment that stands, or by a visit where there never was one, and no longer once it ended", () => {
  expect(isOwnClient("ana", sam, now)).toBe(true);
  expect(isOwnClient("cy", sam, now)).toBe(true);
  expect(isOwnClient("ben", sam, now)).toBe(false);
  expect(isOwnClient(null, sam, now)).toBe(false);
  const over = { ...sam, assignments: [{ practitionerId: "ana", period: { ...since, end: now } }] };
  expect(isOwnClient("ana", over, plus(now, -1))).toBe(true);
  expect(isOwnClient("ana", over, now)).toBe(false);
  const later = {
    ...sam,
    assignments: [{ practitionerId: "ana", period: { start: plus(now, 1), end: null } }],
  };
  expect(isOwnClient("ana", later, now)).toBe(false);
  const again = { ...over, assignments: [...over.assignments, ...sam.assignments] };
  expect(isOwnClient("ana", again, now)).toBe(true);
});

test("AUTH-54 only whose client it is creates and edits notes: nobody who covers, supervises or runs the studio", () => {
  const write = (actor: Actor, note: NoteFacts | null = null) =>
    decideNoteWrite(actor, { client: sam, note }, now);
  for (const role of ["therapist", "associate"] as const) {
    expect(write(staff(role, "ana"))).toEqual({ ok: true, value: null });
    expect(write(staff(role, "ana"), draft)).toEqual({ ok: true, value: null });
    expect(write(staff(role, "ben", { supervised: [], covered: ["ana"] }))).toEqual(refusal("not_assigned"));
  }
  for (const role of ["admin", "supervisor", "receptionist", "billing", "compliance"] as const)
    expect(write(staff(role, "ana", { supervised: ["ana"], covered: [] }))).toEqual(refusal("not_permitted"));
  expect(write(portal("sam"), shared)).toEqual(refusal("not_permitted"));
  expect(write(staff("therapist", "ana"), signed)).toEqual(refusal("signed"));
  expect(write(staff("therapist", "ana"), { ...draft, clientId: "tom" })).toEqual(refusal("not_assigned"));
});

test("check 28 AUTH-53 AUTH-54 whose assignment has ended writes and reads nothing more, from that moment on", () => {
  const client = { ...sam, assignments: [{ practitionerId: "ana", period: { ...since, end: now } }] };
  const ana = staff("therapist", "ana");
  expect(decideNoteWrite(ana, { client, note: draft }, plus(now, -1))).toMatchObject({ ok: true });
  expect(decideNoteWrite(ana, { client, note: draft }, now)).toEqual(refusal("not_assigned"));
  expect(mayReadNote(ana, { client, note: draft, glass: null }, plus(now, -1))).toBe(true);
  expect(mayReadNote(ana, { client, note: draft, glass: null }, now)).toBe(false);
});

test("AUTH-54 a client reads their own note once it is signed and shared, and nobody else's", () => {
  const reads = (clientId: string, note: NoteFacts) =>
    mayReadNote(portal(clientId), { client: sam, note, glass: null }, now);
  expect([draft, signed, { ...draft, sharedAt: now }, shared].map((note) => reads("sam", note))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(reads("tom", shared)).toBe(false);
  expect(reads("sam", { ...shared, clientId: "tom" })).toBe(false);
});

test("AUTH-56 AUTH-58 whoever supervises or covers reads the notes of whose client it is, by the relation and the table both", () => {
  const reads = (actor: Actor) => mayReadNote(actor, { client: sam, note: draft, glass: null }, now);
  const supervised = { supervised: ["ana"], covered: [] };
  const covered = { supervised: [], covered: ["ana"] };
  expect(reads(staff("supervisor", "sue", supervised))).toBe(true);
  expect(reads(staff("supervisor", "sue"))).toBe(false);
  expect(reads(staff("therapist", "ben", supervised))).toBe(false);
  expect(reads(staff("therapist", "ben", covered))).toBe(true);
  for (const role of ["admin", "receptionist", "billing", "compliance"] as const)
    expect([role, reads(staff(role, null, covered))]).toEqual([role, false]);
});

test("check 27 a process note is its author's alone: not a supervisor's, an admin's, a broken glass's or the client's", () => {
  const note: NoteFacts = { ...shared, kind: "process" };
  const glass = { staffUserId: "admin", clientId: "sam", ...times(now), reviewedAt: null };
  const reads = (actor: Actor) => mayReadNote(actor, { client: sam, note, glass }, now);
  expect(reads(staff("therapist", "ana"))).toBe(true);
  expect(reads(staff("therapist", "cy"))).toBe(false);
  expect(reads(staff("supervisor", "sue", { supervised: ["ana"], covered: [] }))).toBe(false);
  expect(reads(staff("admin", null))).toBe(false);
  expect(reads(portal("sam"))).toBe(false);
  const write = decideNoteWrite(
    staff("therapist", "cy"),
    { client: sam, note: { ...note, signedAt: null } },
    now,
  );
  expect(write).toEqual(refusal("not_author"));
});

test("AUTH-59 an admin reads no note until they broke the glass of that chart, and then that chart's alone, while it stands", () => {
  const admin = staff("admin", null);
  const glass: BreakGlass = { staffUserId: "admin", clientId: "sam", ...times(now), reviewedAt: null };
  const reads = (held: BreakGlass | null, at = now) =>
    mayReadNote(admin, { client: sam, note: draft, glass: held }, at);
  expect([reads(null), reads(glass), reads(glass, plus(now, hourMs))]).toEqual([false, true, false]);
  expect(reads({ ...glass, clientId: "tom" })).toBe(false);
  expect(reads({ ...glass, staffUserId: "eve" })).toBe(false);
  // It opens nothing to whom the table gives no such reach, also where they were an admin when they broke it (AUTH-36).
  const held = { client: sam, note: draft, glass: { ...glass, staffUserId: "supervisor" } };
  expect(mayReadNote(staff("supervisor", "sue"), held, now)).toBe(false);
  const desk = mayReadNote(
    staff("receptionist", null),
    { client: sam, note: draft, glass: { ...glass, staffUserId: "receptionist" } },
    now,
  );
  expect(desk).toBe(false);
});

function times(start: typeof now) {
  return { startsAt: start, endsAt: plus(start, hourMs), reviewBy: plus(start, 48 * hourMs) };
}
