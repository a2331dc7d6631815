import { z } from "zod";
import { idSchema, instantSchema } from "./wire.ts";

const answer = <const R extends readonly string[]>(refusals: R) =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ id: z.string() }) }),
    z.object({ ok: z.literal(false), refusal: z.enum(refusals) }),
  ]);

const choice = z.object({ id: z.string(), name: z.string() });

/** Who supervises and who covers for whom, newest first, history included; a supervisor is told of their own team (AUTH-56, AUTH-58). */
export const listRelations = {
  input: z.strictObject({}),
  output: z.object({
    supervisions: z.array(
      z.object({
        id: z.string(),
        supervisorId: z.string(),
        supervisorName: z.string(),
        superviseeId: z.string(),
        superviseeName: z.string(),
        kind: z.enum(["primary", "backup"]),
        startsAt: z.number(),
        endsAt: z.number().nullable(),
      }),
    ),
    covers: z.array(
      z.object({
        id: z.string(),
        coveringId: z.string(),
        coveringName: z.string(),
        coveredId: z.string(),
        coveredName: z.string(),
        startsAt: z.number(),
        endsAt: z.number(),
      }),
    ),
    /** Whom the person who asks may relate to whom: supervisors, colleagues who see clients, and the practitioners in reach. */
    choices: z.object({
      supervisors: z.array(choice),
      colleagues: z.array(choice),
      practitioners: z.array(choice),
    }),
    now: z.number(),
    timeZone: z.string(),
    locale: z.string(),
  }),
};

export const assignSupervisor = {
  input: z.strictObject({
    supervisorId: idSchema<"staff_user">(),
    superviseeId: idSchema<"practitioner">(),
    kind: z.enum(["primary", "backup"]),
    startsAt: instantSchema,
    endsAt: instantSchema.nullable(),
  }),
  output: answer([
    "not_a_supervisor",
    "own_supervisor",
    "dates_reversed",
    "past",
    "has_primary", // another stands in that time: end it first
    "already_assigned",
  ]),
};

export const endSupervision = {
  input: z.strictObject({ supervisionId: idSchema<"supervision">() }),
  output: z.object({ endsAt: z.number() }),
};

export const grantCover = {
  input: z.strictObject({
    coveringId: idSchema<"staff_user">(),
    coveredId: idSchema<"practitioner">(),
    startsAt: instantSchema,
    endsAt: instantSchema,
  }),
  output: answer(["not_a_practitioner", "own_records", "own_account", "dates_reversed", "past", "too_long"]),
};

export const endCover = {
  input: z.strictObject({ coverId: idSchema<"cover">() }),
  output: z.object({ endsAt: z.number() }),
};
