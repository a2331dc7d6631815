import { choiceStates, messageCategories } from "@quietroom/domain/preferences";
import { messageChannels } from "@quietroom/domain/messaging";
import { z } from "zod";
import { answerSchema, idSchema, slugSchema, tokenSchema } from "./wire.ts";

const category = z.enum(messageCategories);
const channel = z.enum(messageChannels);
/** One category by one channel, switched on or off. */
export const choice = { category, channel, wanted: z.boolean() };

/** One category by one channel: only where something is sent. */
const shownChoice = z.object({
  category: z.enum([...messageCategories, "account"]),
  channel,
  state: z.enum(choiceStates),
});

/** All that somebody may choose, and what they may not. */
export const choices = z.object({ choices: z.array(shownChoice) });

/** `nothing_to_choose`: nothing is sent there, or nothing of it can be switched off. `not_agreed`: texts are agreed to first. */
export const keptRefusals = ["nothing_to_choose", "not_agreed"] as const;

const atStudio = { studio: slugSchema };

/** Which messages the signed-in client gets. */
export const viewOwnPreferences = { input: z.strictObject(atStudio), output: choices };

/** The signed-in client switches one category by one channel on or off. */
export const chooseOwn = {
  input: z.strictObject({ ...atStudio, ...choice }),
  output: answerSchema(z.object({}), keptRefusals),
};

const ofVisit = { appointmentId: idSchema<"appointment">() };

/** Which messages the client of a visit gets. Null: the time is nobody's yet. */
export const viewVisitPreferences = { input: z.strictObject(ofVisit), output: choices.nullable() };

/** The same on the client's word, by staff. */
export const chooseForClient = {
  input: z.strictObject({ ...ofVisit, ...choice }),
  output: answerSchema(z.object({}), [...keptRefusals, "no_client"]),
};

const byLink = { ...atStudio, token: tokenSchema };

/** What the link in a message switches off, and whether it is on. */
export const viewUnsubscribe = {
  input: z.strictObject(byLink),
  output: answerSchema(z.object({ category, channel, wanted: z.boolean() }), ["link_invalid"]),
};

/** Switches off exactly what the message with this link was: one category by one channel. */
export const unsubscribe = {
  input: z.strictObject(byLink),
  output: answerSchema(z.object({}), ["link_invalid"]),
};
