import { instant, localTime, resolveWallTime, addDays } from "@quietroom/domain/time";
import { chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import { expect, expectAccessible, photograph, pressOn, test } from "@quietroom/testing/browser";
import { askForWayIn, comeIn, wayInOf } from "@quietroom/testing/way-in";

test("NOTIF-08 NOTIF-09 a reminder's own link stops reminders and nothing else, and the client switches them on again by keyboard", async ({
  page,
  studio,
  inbox,
  advance,
}) => {
  test.slow();
  const email = `ana-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);
  const start = await page.locator("time").first().getAttribute("datetime");
  const [confirmation] = await inbox(email);
  const { date, time } = localTime(instant(Date.parse(start ?? "")), "America/New_York");
  await advance(
    resolveWallTime(addDays(date, -2), time, "America/New_York") - (confirmation?.studioNowMs ?? 0) + 1000,
  );
  const [, reminder] = await inbox(email, 2);

  // A mail program's own button, and a scanner that opens every address of the mail.
  const [toStop = ""] = reminder?.text.match(/https?:\/\/\S+\/unsubscribe\/\S+/) ?? [];
  const oneClick = toStop.replace(/\/([^/]+)\/unsubscribe\//, "/api/unsubscribe/$1/");
  expect((await fetch(oneClick, { redirect: "manual" })).status).toBe(303);
  expect((await fetch(toStop)).status).toBe(200);
  await page.goto(toStop);
  await expect(page.getByRole("heading", { name: "Stop these messages?" })).toBeVisible(); // opening stopped nothing
  await expect(page.getByText("Still sent:")).toContainText("confirmations");
  await expect(page.getByText("Ana")).toHaveCount(0); // whoever has the link learns no name
  await expectAccessible(page);
  await photograph(page, "messages-1-stop");
  const pressed = await fetch(oneClick, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(pressed.status).toBe(200);
  await page.reload();
  await expect(page.getByRole("heading", { name: "These messages do not come any more" })).toBeVisible();
  await expectAccessible(page);

  await askForWayIn(page, studio.url, email);
  await comeIn(page, studio.url, wayInOf(await inbox(email, 3)).link); // mail of one's own account still comes
  await page.getByRole("link", { name: "My messages" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Messages you get", level: 1 })).toBeVisible();
  const visits = page.locator("#appointments-email");
  await expect(visits.getByText("off", { exact: true })).toBeVisible();
  await expect(page.locator("#appointments-sms")).toContainText("you have not agreed to them");
  await expect(page.locator("#account-email").getByRole("button")).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  await expect(visits.getByText("off", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "messages-2-portal");
  await pressOn(page, visits.getByRole("button", { name: "Switch on (Visits by email)" }));
  await expect(visits.getByText("These messages come from now on.")).toBeVisible();
  await expect(visits.getByText("on", { exact: true })).toBeVisible();
});

test("NOTIF-09 a link that was cut short or is foreign stops nothing, and says what to do", async ({
  page,
  studio,
}) => {
  await page.goto(`${studio.url}/unsubscribe/nothing-of-ours`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop them" })).toHaveCount(0);
  await expectAccessible(page);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("NOTIF-08 what a client gets is switched with JavaScript switched off", async ({
    page,
    studio,
    inbox,
  }) => {
    const email = `plain-${studio.slug}@example.com`;
    await chooseDistantTime(page, studio.url);
    await confirm(page, email);
    await askForWayIn(page, studio.url, email);
    await comeIn(page, studio.url, wayInOf(await inbox(email, 2)).link);
    await page.getByRole("link", { name: "My messages" }).click();
    const visits = page.locator("#appointments-email");
    await visits.getByRole("button", { name: "Switch off (Visits by email)" }).click();
    await expect(visits.getByText("These messages do not come any more.")).toBeVisible();
    await expect(visits.getByText("off", { exact: true })).toBeVisible();
  });
});
