import { staffPasswordRefusals, staffRoles } from "@quietroom/domain/access";
import { z } from "zod";
import { passwordRuleSchema } from "./password-rules.ts";
import { answerSchema, idSchema, requiredLineSchema, tokenSchema } from "./wire.ts";

/** One role or several (AUTH-50). */
const rolesSchema = z.array(z.enum(staffRoles)).min(1).max(staffRoles.length);

/** The record under which somebody sees clients: none more than they have, one that nobody signs in for, or a new one in their name. */
const practitionerChoiceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("existing"), practitionerId: idSchema<"practitioner">() }),
  z.strictObject({ kind: z.literal("new") }),
]);

/** One address to write to, in plain characters: no list, no quoted or commented part, no other alphabet that looks like one (check 45). */
const emailSchema = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email());

/** Places to work at. None listed means everywhere, also at those that are added later. */
const locationsSchema = z
  .array(idSchema<"location">())
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, "named twice");

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
        /** Where they work; none listed means everywhere (AUTH-04). */
        locations: z.array(z.string()),
      }),
    ),
    /** The places where somebody can work now, by name. */
    locations: z.array(z.object({ id: z.string(), name: z.string() })),
    freePractitioners: z.array(z.object({ id: z.string(), displayName: z.string() })),
    /** Those not answered yet, the latest first. */
    invitations: z.array(
      z.object({
        invitationId: z.string(),
        email: z.string(),
        roles: z.array(z.string()),
        state: z.enum(["waiting", "sent", "failed", "expired"]),
        expiresAt: z.number(),
      }),
    ),
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
    "practitioner_limit", // as many practitioners as the studio can have
    "practitioner_taken",
  ]),
};

/** Says where somebody works. It decides what they are shown first, and nothing about what they may see. */
export const setLocations = {
  input: z.strictObject({ staffUserId, locations: locationsSchema }),
  output: answerSchema(z.object({}), ["location_closed"]),
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

/** Invites somebody by a mail whose link counts once, for 48 hours (AUTH-04). */
export const inviteColleague = {
  input: z.strictObject({
    email: emailSchema,
    roles: rolesSchema,
    practitioner: practitionerChoiceSchema,
    locations: locationsSchema.default([]),
  }),
  output: answerSchema(z.object({ invitationId: z.string() }), [
    "second_factor_needed",
    "already_staff",
    "already_left",
    "already_invited",
    "practitioner_taken",
    "location_closed",
  ]),
};

const invitationId = idSchema<"invitation">();

/** Sends it again with a new link; the one before counts no more. `over`: it was accepted or withdrawn. */
export const resendInvitation = {
  input: z.strictObject({ invitationId }),
  output: answerSchema(z.object({}), ["second_factor_needed", "over"]),
};

export const withdrawInvitation = {
  input: z.strictObject({ invitationId }),
  output: answerSchema(z.object({}), ["over"]),
};

const linkRefusals = ["link_invalid", "link_used", "link_expired"] as const;

/** What somebody is invited to, for the page that the link opens. Looking uses nothing up. */
export const viewInvitation = {
  input: z.strictObject({ token: tokenSchema }),
  output: answerSchema(
    z.object({
      studioName: z.string(),
      email: z.string(),
      roles: z.array(z.string()),
      passwordRule: passwordRuleSchema,
    }),
    linkRefusals,
  ),
};

/**
 * Makes the account that the invitation is for. The address and the roles are the invitation's; nobody is asked for them. `studio` is
 * where to sign in now, for whoever works for several.
 */
export const acceptInvitation = {
  input: z.strictObject({
    token: tokenSchema,
    displayName: requiredLineSchema(120),
    password: z.string().min(1).max(2048),
    /** The versions of the texts that the person had before them. */
    accepts: z.strictObject({ terms: z.string().max(20), security: z.string().max(20) }),
  }),
  output: answerSchema(z.object({ email: z.string(), studio: z.string() }), [
    ...linkRefusals,
    "policies_changed",
    ...staffPasswordRefusals,
    "email_taken",
    "practitioner_taken",
    "studio_closed",
  ]),
};
