import { staffRoles } from "@quietroom/domain/access";
import { z } from "zod";
import { answerSchema, idSchema, requiredLineSchema } from "./wire.ts";

/** One role or several (AUTH-50). */
const rolesSchema = z.array(z.enum(staffRoles)).min(1).max(staffRoles.length);

/** The record under which somebody sees clients: none more than they have, one that nobody signs in for, or a new one in their name. */
export const practitionerChoiceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("existing"), practitionerId: idSchema<"practitioner">() }),
  z.strictObject({ kind: z.literal("new") }),
]);

const staffUserId = idSchema<"staff_user">();
const reason = requiredLineSchema(100);

/** The studio's people, for whoever manages them, and the practitioner records that nobody signs in for. */
export const listTeam = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    people: z.array(
      z.object({
        staffUserId: z.string(),
        displayName: z.string(),
        email: z.string(),
        roles: z.array(z.string()),
        active: z.boolean(),
        /** Whether they have a record to see clients under. */
        seesClients: z.boolean(),
        secondFactor: z.enum(["enrolled", "none"]),
        lockedUntil: z.number().nullable(),
      }),
    ),
    freePractitioners: z.array(z.object({ id: z.string(), displayName: z.string() })),
  }),
};

/** Gives a colleague these roles in place of theirs; their sessions end (AUTH-36). */
export const changeRoles = {
  input: z.strictObject({ staffUserId, roles: rolesSchema, practitioner: practitionerChoiceSchema }),
  output: answerSchema(z.object({}), [
    "second_factor_needed",
    "own_account",
    "inactive",
    "last_admin",
    "has_practitioner",
    "practitioner_taken",
  ]),
};

/** Ends a colleague's access at once, with what they supervise and cover (AUTH-61). */
export const endAccess = {
  input: z.strictObject({ staffUserId, reason }),
  output: answerSchema(z.object({}), ["second_factor_needed", "own_account", "last_admin"]),
};

/** Lets somebody who left sign in again, with the roles they had. */
export const restoreAccess = {
  input: z.strictObject({ staffUserId, reason }),
  output: answerSchema(z.object({}), ["second_factor_needed", "practitioner_taken"]),
};
