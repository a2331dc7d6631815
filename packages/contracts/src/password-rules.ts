import { characterKinds, mostHistory, passwordAgeDays } from "@quietroom/domain/access";
import { z } from "zod";
import { answerSchema } from "./wire.ts";

const composition = z.array(z.enum(characterKinds)).max(characterKinds.length);
const history = z.int().min(0).max(mostHistory);

/** What whoever chooses a password is told of their studio's rules, before they choose. */
export const passwordRuleSchema = z.object({ composition, history });

/** What a studio asks of its people's passwords; nothing of it until an admin turns it on. */
export const viewPasswordRules = {
  input: z.strictObject({}),
  output: z.object({ composition, history, maxAgeDays: z.int().nullable() }),
};

/** `history` counts the present password; 0 and null turn a rule off, and off means that nothing is remembered. */
export const setPasswordRules = {
  input: z.strictObject({
    composition: composition.refine((kinds) => new Set(kinds).size === kinds.length, "named twice"),
    history,
    maxAgeDays: z.int().min(passwordAgeDays.least).max(passwordAgeDays.most).nullable(),
  }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};
