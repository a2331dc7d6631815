import { localDate } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("NOTIF-15 who missed a confirmation is sent it again from the panel of the visit, not twice at once, and no more than three times in an hour", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
  inbox,
}) => {
  test.slow();
  const email = `again-${studio.slug}@example.com`;
  const startsAt = await dayAhead(sql, 5);
  const { id } = await bookVisit(studio, { startsAt, who: { ...person("Ximena"), email } });
  const left = async () =>
    (
      await sql(
        "select 1 from notification where appointment_id = $1 and kind = 'confirmation' and status = 'sent'",
        [id],
      )
    ).length;
  await inbox(email);
  await expect.poll(left).toBe(1);

  const date = localDate(startsAt, "America/New_York");
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${id}`);
  const messages = page.getByRole("dialog").getByRole("region", { name: "Messages", exact: true });
  await expect(
    messages.getByRole("heading", { name: "What the client will still receive", exact: true }),
  ).toBeVisible();
  await expect(messages.getByText("Reminder, 1 day before", { exact: true })).toBeVisible();
  const sendAgain = messages.getByRole("button", { name: "Send again: Confirmation" });
  await expect(sendAgain).toHaveCount(1);

  await sendAgain.press("Enter");
  await expect(messages.getByText(/This message left a moment ago/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "messages-1-just-sent");

  const repeats = messages.getByRole("listitem").filter({ hasText: "again for Desk Sample" });
  for (const times of [1, 2, 3]) {
    await sql(
      "update notification set sent_at = sent_at - interval '6 minutes' where appointment_id = $1 and sent_at is not null",
      [id],
    );
    await sendAgain.press("Enter");
    await expect(page.getByText("On its way again", { exact: true }).first()).toBeVisible();
    await expect(repeats).toHaveCount(times);
    await expect.poll(left, { timeout: 60_000 }).toBe(1 + times);
    // Who pressed it is still there, and nothing stands in the way of what comes next.
    await expect(messages.getByText(/This message left a moment ago/)).toHaveCount(0);
  }
  await expect(repeats.last()).toContainText("sent");
  const [first, ...again] = await inbox(email, 4);
  expect(again.map(({ subject }) => subject)).toEqual([first?.subject, first?.subject, first?.subject]);
  await photograph(page, "messages-2-sent-again");

  await sql(
    "update notification set sent_at = sent_at - interval '6 minutes' where appointment_id = $1 and sent_at is not null",
    [id],
  );
  await sendAgain.press("Enter");
  await expect(messages.getByText(/Three messages were sent to this client again/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "messages-3-too-often");
  expect(await inbox(email, 4)).toHaveLength(4);

  await page.getByRole("dialog").getByRole("button", { name: "Cancel visit", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(page.getByText("Visit cancelled", { exact: true })).toBeVisible();
  await expect(sendAgain).toHaveCount(0); // there is nothing to confirm any more
});
