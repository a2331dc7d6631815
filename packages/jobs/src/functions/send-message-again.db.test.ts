import { asId, type NotificationId } from "@quietroom/domain/ids";
import { dayMs, hourMs, minuteMs, plus } from "@quietroom/domain/time";
import { appointmentPanel, cancelAsStaff, sendMessageAgain } from "@quietroom/services/scheduling";
import type { VerbContext } from "@quietroom/services";
import { createStudio, succeeded } from "@quietroom/testing";
import { createStaffUser } from "@quietroom/services/staff";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory();
const { staffUserId } = succeeded(
  await createStaffUser(story.studio.as("admin"), {
    email: "mara@example.com",
    displayName: "Mara",
    roles: ["receptionist"],
    practitionerId: null,
    password: "a lamp left on all night",
  }),
);
const reception = story.studio.as("receptionist");
if (reception.actor.kind !== "staff") throw new Error("a receptionist is staff");
const desk: VerbContext = { ...reception, actor: { ...reception.actor, staffUserId } };
let days = 10;

const again = async (
  about: { readonly appointmentId: string; readonly notificationId: string },
  context: VerbContext = desk,
) =>
  await sendMessageAgain(context, {
    appointmentId: asId(about.appointmentId),
    notificationId: asId(about.notificationId),
  });
const refused = (code: string) => ({ ok: false, refusal: { code } });

/** A visit on a day of its own, confirmed an hour ago, with what its panel says of its messages. */
async function confirmedAnHourAgo(email: string) {
  const startsAt = await story.at(days, "10:00");
  days += 7;
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  await story.settleAt(plus(await story.now(), hourMs));
  const panel = async () => await appointmentPanel(desk, { appointmentId });
  const idOf = async (kind: string) =>
    asId<NotificationId>((await panel()).messages.find((message) => message.kind === kind)?.id ?? "");
  return {
    appointmentId,
    startsAt,
    panel,
    idOf,
    templates: () => story.sentTo(email).map((one) => one.template),
  };
}

test("NOTIF-15 staff send a confirmation again: once, to the address of now, in a row of its own that says who asked", async () => {
  const { appointmentId, panel, idOf, templates } = await confirmedAnHourAgo("again@example.com");
  const notificationId = await idOf("confirmation");
  const about = { appointmentId, notificationId };
  const answers = await Promise.all([again(about), again(about)]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers).toContainEqual(refused("on_its_way"));
  expect(templates()).toEqual(["appointment-confirmation"]);
  await story.settle();
  expect(templates()).toEqual(["appointment-confirmation", "appointment-confirmation"]);
  const rows = await story.query(
    `select n.repeats, n.repeated_by is not null as asked, n.status::text, m.repeats as first from notification n
       left join notification m on m.id = n.repeats where n.appointment_id = $1 and n.kind = 'confirmation' order by n.id`,
    [appointmentId],
  );
  expect(rows).toEqual([
    { repeats: null, asked: false, status: "sent", first: null },
    { repeats: notificationId, asked: true, status: "sent", first: null },
  ]);
  const after = await panel();
  const said = after.messages.filter(({ kind }) => kind === "confirmation");
  // A way to send it again stays where it was, also while it has to wait a moment.
  expect(said).toMatchObject([
    { canSendAgain: true, sentAgainBy: null },
    { canSendAgain: false, sentAgainBy: "Mara" },
  ]);
  expect(after.history.at(-1)?.action).toBe("message sent again");
  expect(await again(about)).toEqual(refused("just_sent"));
  await story.settleAt(plus(await story.now(), 5 * minuteMs));
  expect((await panel()).messages.map(({ canSendAgain }) => canSendAgain).filter(Boolean)).toHaveLength(1);
  expect(await again({ appointmentId, notificationId: said[1]?.id ?? "" })).toEqual(
    refused("nothing_to_send"),
  );
});

test("NOTIF-15 NOTIF-03 what the client will still receive is listed with its times, and is not sent before; a reminder that left is, and the plan stays", async () => {
  const { appointmentId, startsAt, panel, idOf, templates } = await confirmedAnHourAgo("plan@example.com");
  const before = await panel();
  expect(before.remindersWanted).toBe(true);
  const planned = before.messages.filter(({ status }) => status === "planned");
  expect(planned.map(({ kind, canSendAgain }) => [kind, canSendAgain])).toEqual([
    ["reminder_2d", false],
    ["reminder_1d", false],
    ["reminder_2h", false],
  ]);
  expect(planned.at(-1)?.dueAt).toBe(plus(startsAt, -2 * hourMs));
  const notificationId = await idOf("reminder_2d");
  expect(await again({ appointmentId, notificationId })).toEqual(refused("on_its_way"));
  await story.settleAt(plus(startsAt, -2 * dayMs + hourMs)); // the clocks may change in between
  await story.settleAt(plus(startsAt, -2 * dayMs + 2 * hourMs));
  succeeded(await again({ appointmentId, notificationId }));
  await story.settle();
  expect(templates()).toEqual(["appointment-confirmation", "appointment-reminder", "appointment-reminder"]);
  await story.settleAt(plus(startsAt, -dayMs + hourMs));
  await story.settleAt(plus(startsAt, -2 * hourMs));
  await story.settleAt(plus(startsAt, -hourMs));
  expect(templates().filter((template) => template === "appointment-reminder")).toHaveLength(4);
  expect(await again({ appointmentId, notificationId: await idOf("reminder_2h") })).toMatchObject({
    ok: true,
  });
  await story.settleAt(startsAt);
  expect(await again({ appointmentId, notificationId })).toEqual(refused("visit_over"));
});

test("NOTIF-15 of a visit that is cancelled nothing is sent again, also when it is cancelled before the repeat leaves", async () => {
  const { appointmentId, panel, idOf, templates } = await confirmedAnHourAgo("cancelled@example.com");
  const notificationId = await idOf("confirmation");
  succeeded(await again({ appointmentId, notificationId }));
  const { version } = await panel();
  succeeded(await cancelAsStaff(desk, { appointmentId, version, reason: "" }));
  await story.settle();
  expect(templates()).toEqual(["appointment-confirmation", "appointment-cancelled"]);
  expect(await again({ appointmentId, notificationId })).toEqual(refused("visit_cancelled"));
  expect((await panel()).messages.some(({ canSendAgain }) => canSendAgain)).toBe(false);
});

test("NOTIF-15 a client is sent no more than three messages again in an hour, of all their visits; an hour later they are", async () => {
  const one = await confirmedAnHourAgo("often@example.com");
  const other = await confirmedAnHourAgo("often@example.com");
  const somebody = await confirmedAnHourAgo("seldom@example.com");
  const about = async ({ appointmentId, idOf }: typeof one) => ({
    appointmentId,
    notificationId: await idOf("confirmation"),
  });
  const minutesLater = async (minutes: number) =>
    await story.settleAt(plus(await story.now(), minutes * minuteMs));
  for (const visit of [one, other, one]) {
    succeeded(await again(await about(visit)));
    await minutesLater(6);
  }
  expect(await again(await about(other))).toEqual(refused("too_often"));
  const said = (await other.panel()).messages.find(({ kind }) => kind === "confirmation");
  expect(said?.canSendAgain).toBe(true);
  succeeded(await again(await about(somebody)));
  await minutesLater(60 - 3 * 6);
  succeeded(await again(await about(other)));
  await story.settle();
  expect(one.templates().filter((template) => template === "appointment-confirmation")).toHaveLength(6);
});

test("NOTIF-15 TEN-07 nobody sends again what is not about the visit they name, another studio's, or a visit out of their reach", async () => {
  const one = await confirmedAnHourAgo("one@example.com");
  const other = await confirmedAnHourAgo("other@example.com");
  const mixed = { appointmentId: one.appointmentId, notificationId: await other.idOf("confirmation") };
  await expect(again(mixed)).rejects.toThrow("not_found");
  const about = { appointmentId: one.appointmentId, notificationId: await one.idOf("confirmation") };
  const elsewhere = await createStudio(story.runtime);
  await expect(again(about, elsewhere.as("admin"))).rejects.toThrow("not_found");
  await expect(again(about, story.studio.as({ therapist: elsewhere.practitionerId }))).rejects.toThrow(
    "not_found",
  );
});
