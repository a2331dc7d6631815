import { accountActs, clientAccountStates, secondStepRules } from "@quietroom/domain/access";
import { z } from "zod";
import { askWayIn } from "./portal.ts";
import { answerSchema, idSchema, requiredLineSchema, slugSchema } from "./wire.ts";

/**
 * Somebody comes in to the portal by a password. The person is named as for the way in by mail, by email and birth date, since families
 * share addresses. Never trimmed or cut: a password is taken as typed. `proof` is a solved puzzle, which is asked for after three failures.
 */
export const comeInWithPassword = z.strictObject({
  ...askWayIn.shape,
  password: z.string().min(1).max(1_024),
  proof: z.string().max(4_096).nullable(),
});
export type PasswordShown = z.output<typeof comeInWithPassword>;

/** What changes one's own password: the one until now and a code of the app, each where there is one. */
export const changeOwnFactor = z.strictObject({
  current: z.string().max(1_024),
  code: z.string().trim().max(40),
});

/** A password as it is chosen. Never trimmed or cut; the rules are the server's, which can say why. */
export const chosenPassword = z.string().min(1).max(2_000);

/** A code of an authenticator app or a recovery code, as typed. */
export const typedCode = z.string().trim().min(1).max(40);

/** How the signed-in client comes in besides by mail. */
export const viewOwnFactors = {
  input: z.strictObject({ studio: slugSchema }),
  output: z.object({
    password: z.enum(["set", "none"]),
    app: z.enum(["set_up", "none"]),
    recoveryCodesLeft: z.int(),
    /** What the studio asks of its clients. */
    studio: z.enum(secondStepRules),
  }),
};

const clientAccountId = idSchema<"client_account">();
const reason = requiredLineSchema(100);

/** Which accounts of the portal are listed: all, or those that stand so. `locked` holds those that have to wait after too many tries. */
const shownAccounts = z.enum(["all", ...clientAccountStates]);

/** The accounts of the studio's clients at the portal, by name, a hundred at a time. */
export const listClientAccounts = {
  input: z.strictObject({ state: shownAccounts, after: clientAccountId.nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    accounts: z.array(
      z.object({
        clientAccountId: z.string(),
        name: z.string(),
        email: z.string(),
        state: z.enum(clientAccountStates),
        /** Passwords or codes are not looked at until then, after too many that were wrong. */
        lockedUntil: z.number().nullable(),
        password: z.enum(["set", "none"]),
        app: z.enum(["set_up", "none"]),
        lastSeenAt: z.number().nullable(),
        /** What staff did to it and why, newest first; for those who may do such things. */
        reasons: z.array(
          z.object({ act: z.enum(accountActs), at: z.number(), by: z.string(), reason: z.string() }),
        ),
      }),
    ),
    /** Where the next hundred begin; null at the end. */
    next: z.string().nullable(),
  }),
};

/** Shuts an account at once: running sessions end, and nobody is sent a way in. */
export const suspendClient = {
  input: z.strictObject({ clientAccountId, reason }),
  output: answerSchema(z.object({}), ["already_suspended"]),
};

/** Opens it again. The client verifies their address as at the first time. */
export const restoreClient = {
  input: z.strictObject({ clientAccountId, reason }),
  output: answerSchema(z.object({}), ["not_suspended"]),
};

/** Ends the wait after too many wrong passwords or codes. */
export const unlockClient = {
  input: z.strictObject({ clientAccountId, reason }),
  output: answerSchema(z.object({}), ["not_locked"]),
};

/** Takes a client's app and recovery codes away, and ends their sessions. */
export const resetClientStep = {
  input: z.strictObject({ clientAccountId, reason }),
  output: answerSchema(z.object({}), ["second_factor_needed", "no_app"]),
};

/** Whether every client needs a second step (TEN-22). Optional until an admin says otherwise. */
export const viewClientStepRule = {
  input: z.strictObject({}),
  output: z.object({ rule: z.enum(secondStepRules) }),
};

export const setClientStepRule = {
  input: z.strictObject({ rule: z.enum(secondStepRules) }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};
