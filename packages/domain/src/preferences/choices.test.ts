import fc from "fast-check";
import { expect, test } from "vitest";
import { type MessageChannel, messageChannels } from "../messaging/index.ts";
import { choiceWords } from "./choice-words.ts";
import { type Choice, decideChannel, decideChoice, shownChoices, type Wishes } from "./choices.ts";
import {
  type ClientMessage,
  clientMessageOf,
  messageCategories,
  type MessageRule,
  messageRules,
  type Recipient,
} from "./message-rules.ts";

const nothingSaid: Wishes = { choices: [], texts: "agreed" };
const off = (category: Choice["category"], channel: MessageChannel): Choice => ({
  category,
  channel,
  wanted: false,
});
const everythingOff: Wishes = {
  choices: messageCategories.flatMap((category) => messageChannels.map((channel) => off(category, channel))),
  texts: "agreed",
};
const goes = (message: ClientMessage, channel: MessageChannel, wishes: Wishes) => {
  const decision = decideChannel({ to: "client", message, channel }, wishes);
  return decision.ok ? "goes" : decision.refusal;
};

test("NOTIF-08 who wants no reminders by email gets none; whatever else tells of a visit alone, and of their own account, comes all the same", () => {
  const wishes: Wishes = { choices: [off("appointments", "email")], texts: "agreed" };
  expect(goes("reminder", "email", nothingSaid)).toBe("goes");
  expect(goes("reminder", "email", wishes)).toBe("not_wanted");
  expect(goes("reminder", "sms", wishes)).toBe("goes");
  for (const message of ["confirmation", "rescheduled", "cancelled", "waitlist_offer", "account"] as const)
    expect(goes(message, "email", everythingOff), message).toBe("goes");
});

test("NOTIF-04 NOTIF-08 a text needs the consent and the choice, and the consent is the reason that is said first", () => {
  const neither: Wishes = { choices: [off("appointments", "sms")], texts: "not_agreed" };
  expect(goes("confirmation", "sms", neither)).toBe("no_text_consent");
  expect(goes("confirmation", "sms", { ...neither, choices: [] })).toBe("no_text_consent");
  expect(goes("confirmation", "sms", { ...neither, texts: "agreed" })).toBe("not_wanted");
  expect(goes("confirmation", "sms", nothingSaid)).toBe("goes");
  expect(goes("request_declined", "sms", nothingSaid)).toBe("not_by_this_channel");
});

test("NOTIF-08 NOTIF-14 staff do without what the bell says, and never without what is about their own account", () => {
  const said = (message: "booked" | "mail_returned") =>
    decideChannel(
      { to: "staff", message, channel: "in_app" },
      { choices: [off("appointments", "in_app")], texts: "not_agreed" },
    ).ok;
  expect([said("booked"), said("mail_returned")]).toEqual([false, true]);
  expect(decideChannel({ to: "staff", message: "account", channel: "email" }, everythingOff).ok).toBe(true);
});

test("NOTIF-08 what is shown is what something is sent in, and nothing else; security is shown as always on", () => {
  expect(shownChoices("client", { choices: [off("appointments", "email")], texts: "not_agreed" })).toEqual([
    { category: "appointments", channel: "email", state: "off" },
    { category: "appointments", channel: "sms", state: "not_agreed" },
    { category: "account", channel: "email", state: "always" },
  ]);
  expect(shownChoices("staff", nothingSaid)).toEqual([
    { category: "appointments", channel: "in_app", state: "on" },
    { category: "messages", channel: "in_app", state: "on" },
    { category: "account", channel: "email", state: "always" },
  ]);
  for (const to of ["client", "staff"] as const) {
    const rules: Readonly<Record<string, MessageRule>> = messageRules[to];
    const sent = Object.values(rules).flatMap(({ category, by }) =>
      Object.keys(by).map((channel) => `${category} ${channel}`),
    );
    const shown = shownChoices(to, nothingSaid).map(({ category, channel }) => `${category} ${channel}`);
    expect(new Set(shown)).toEqual(new Set(sent));
  }
});

test("NOTIF-08 only what can be switched off is kept as a choice, and texts are not switched on before they are agreed to", () => {
  const agreed = { texts: "agreed" } as const;
  const keep = (choice: Choice, texts: "agreed" | "not_agreed" = "agreed") => {
    const decision = decideChoice("client", choice, { texts });
    return decision.ok ? "keep" : decision.refusal;
  };
  expect(keep(off("appointments", "email"))).toBe("keep");
  expect(keep(off("marketing", "email"))).toBe("nothing_to_choose");
  expect(keep(off("appointments", "in_app"))).toBe("nothing_to_choose");
  expect(keep({ ...off("appointments", "sms"), wanted: true }, "not_agreed")).toBe("not_agreed");
  expect(keep(off("appointments", "sms"), "not_agreed")).toBe("keep");
  expect(decideChoice("staff", off("appointments", "in_app"), agreed).ok).toBe(true);
});

test("NOTIF-08 whatever is chosen, a message goes exactly where its category is shown as on for its channel, or cannot be switched off", () => {
  const choice = fc.record({
    category: fc.constantFrom(...messageCategories),
    channel: fc.constantFrom(...messageChannels),
    wanted: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(choice, { selector: ({ category, channel }) => `${category} ${channel}` }),
      fc.constantFrom("agreed" as const, "not_agreed" as const),
      (choices, texts) => {
        const shown = shownChoices("client", { choices, texts });
        for (const message of ["reminder", "confirmation", "waitlist_joined", "account"] as const) {
          const rule: MessageRule = messageRules.client[message];
          for (const channel of messageChannels) {
            const state = shown.find(
              (one) => one.category === rule.category && one.channel === channel,
            )?.state;
            const choosable = rule.by[channel];
            const expected = choosable !== undefined && (choosable !== "chosen" || state === "on");
            expect(goes(message, channel, { choices, texts }) === "goes", `${message} ${channel}`).toBe(
              expected,
            );
          }
        }
      },
    ),
  );
});

test("NOTIF-08 every choice has words for what it switches and for what comes always", () => {
  for (const to of ["client", "staff"] satisfies Recipient[])
    for (const choice of shownChoices(to, nothingSaid)) {
      const { chosen, always } = choiceWords(to, choice);
      expect(chosen === null, `${choice.category} ${choice.channel}`).toBe(choice.state === "always");
      expect(`${chosen} ${always}`).not.toContain("_");
    }
  expect(choiceWords("client", { category: "appointments", channel: "email" }).chosen).toBe("reminders");
});

test("NOTIF-08 the ledger's words for a message are those of the table; another is known to nobody", () => {
  expect(clientMessageOf("reminder_1d")).toBe("reminder");
  expect(clientMessageOf("cancelled")).toBe("cancelled");
  expect(clientMessageOf("waitlist_offer")).toBe("waitlist_offer");
  expect([clientMessageOf("account"), clientMessageOf("new_device")]).toEqual([null, null]);
});
