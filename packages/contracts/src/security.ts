import { incidentKinds } from "@quietroom/domain/access";
import { z } from "zod";
import { answerSchema, idSchema, lineSchema, wallTimeSchema } from "./wire.ts";

const incident = z.object({
  id: z.string(),
  kind: z.enum(incidentKinds),
  at: z.number(),
  /** Whose account it is about; null where it is about none. */
  who: z.string().nullable(),
  /** Accounts tried, refusals met, clients shown, records exported, where it is a matter of how many. */
  count: z.int().nullable(),
  /** Of another studio named: whether somebody signed in did it. */
  by: z.enum(["staff", "nobody"]).nullable(),
  review: z.object({ at: z.number(), by: z.string(), note: z.string() }).nullable(),
});

/** What looked wrong about access to the studio: what nobody has looked at yet, the latest first, and what was looked at lately. */
export const listIncidents = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    open: z.array(incident),
    /** How many are open, also where there are more than are listed. */
    openCount: z.int(),
    reviewed: z.array(incident),
  }),
};

/** How many incidents nobody has looked at yet. */
export const countIncidents = { input: z.strictObject({}), output: z.object({ open: z.int() }) };

/** Marks an incident as looked at, with what was found. */
export const reviewIncident = {
  input: z.strictObject({ incidentId: idSchema<"security_incident">(), note: lineSchema(300) }),
  output: answerSchema(z.object({}), ["already_reviewed"]),
};

/** An IPv4 or IPv6 address, or a network as CIDR. */
const networkSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "no address or network");

/** From where staff may come in: none listed means from anywhere. */
export const viewNetworks = {
  input: z.strictObject({}),
  output: z.object({
    networks: z.array(z.string()),
    /** Where this request comes from; null where no proxy of ours says so, and no list can be kept. */
    ownAddress: z.string().nullable(),
  }),
};

export const setNetworks = {
  input: z.strictObject({ networks: z.array(networkSchema).max(50) }),
  output: answerSchema(z.object({}), ["second_factor_needed", "own_address_unknown", "locks_you_out"]),
};

const hours = z.object({
  /** 0 is Sunday. */
  weekday: z.int().min(0).max(6),
  from: wallTimeSchema,
  /** On the day after, where it is not later than `from`. */
  until: wallTimeSchema,
});

/** When the studio's people usually sign in, on its wall clock; none listed means that no hour is unusual (AUTH-44). */
export const viewSignInHours = {
  input: z.strictObject({}),
  output: z.object({ timeZone: z.string(), locale: z.string(), hours: z.array(hours) }),
};

export const setSignInHours = {
  input: z.strictObject({
    hours: z
      .array(z.strictObject(hours.shape))
      .max(7)
      .refine(
        (days) => new Set(days.map(({ weekday }) => weekday)).size === days.length,
        "a day is named twice",
      ),
  }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};
