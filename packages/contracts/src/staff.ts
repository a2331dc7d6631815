import { z } from "zod";
import { passwordRuleSchema } from "./password-rules.ts";
import { requiredLineSchema, slugSchema } from "./wire.ts";

/** Email and password as the sign-in form sends them. Never trimmed or cut: a password is taken as typed. */
export const signIn = z.strictObject({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().min(1).max(1024),
  studio: slugSchema.optional(), // the one of several studios that is meant
});

/** The studios where one may sign in with one's own email, the present one first. */
export const ownStudios = {
  input: z.strictObject({}),
  output: z.object({
    email: z.string(),
    studios: z.array(z.object({ name: z.string(), slug: z.string(), here: z.boolean() })),
  }),
};

/** A code of an authenticator app or a recovery code, as typed. */
export const secondFactor = z.strictObject({ code: z.string().trim().min(1).max(40) });

const answer = <T extends z.ZodType, const R extends readonly string[]>(value: T, refusals: R) =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), refusal: z.enum(refusals) }),
  ]);

/** How one's own account is secured. */
export const viewSecurity = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    enrolledAt: z.number().nullable(),
    recoveryCodesLeft: z.int(),
    passwordRule: passwordRuleSchema,
    /** When the password is over by age; null for never. */
    passwordEndsAt: z.number().nullable(),
  }),
};

/** New recovery codes, shown this once. `second_factor_needed`: prove that it is still you, then ask again (AUTH-21). */
export const renewRecoveryCodes = {
  input: z.strictObject({}),
  output: answer(z.object({ codes: z.array(z.string()) }), ["second_factor_needed"]),
};

/** Whose session it is, and when it ends: if nothing is done, and at the latest. By the server's wall clock, `now`. */
export const sessionClock = {
  input: z.strictObject({}),
  output: z.object({
    staffUserId: z.string(),
    now: z.number(),
    idleEndsAt: z.number(),
    endsAt: z.number(),
  }),
};

/** Where one is signed in, connected apps included. */
export const listSessions = {
  input: z.strictObject({}),
  output: z.object({
    sessions: z.array(
      z.object({
        sessionId: z.string(),
        device: z.object({
          browser: z.string(),
          system: z.string(),
          kind: z.enum(["computer", "phone", "tablet"]),
        }),
        ip: z.string().nullable(),
        startedAt: z.number(),
        lastActiveAt: z.number(),
        own: z.boolean(),
        /** The name one gave to an app; null for a browser. */
        app: z.string().nullable(),
      }),
    ),
  }),
};

export const endOwnSession = {
  input: z.strictObject({ sessionId: z.uuid() }),
  output: z.object({}),
};

export const endOtherSessions = { input: z.strictObject({}), output: z.object({}) };

/** Takes a colleague's second factor away, who then enrols anew (AUTH-23). */
export const resetSecondFactor = {
  input: z.strictObject({ staffUserId: z.uuid(), reason: requiredLineSchema(100) }),
  output: answer(z.object({}), ["second_factor_needed", "own_account"]),
};

/** Ends a colleague's lock before its time (AUTH-41). */
export const unlockAccount = {
  input: z.strictObject({ staffUserId: z.uuid(), reason: requiredLineSchema(100) }),
  output: answer(z.object({}), ["own_account"]),
};

/** Who is signed in, for the frame around every page. */
export const me = {
  input: z.strictObject({}),
  output: z.object({
    staffUserId: z.string(),
    displayName: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    practitionerId: z.string().nullable(),
    now: z.number(), // the database clock, which alone decides what day it is
    studio: z.object({
      name: z.string(),
      slug: z.string(),
      timeZone: z.string(),
      locale: z.string(),
      weekStart: z.int(), // 0 Sunday, 1 Monday, 6 Saturday
      primaryColor: z.string(),
      suspended: z.boolean(), // its staff look and change nothing (TEN-12)
    }),
  }),
};
