import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, tabTo, test } from "@quietroom/testing/browser";
import { askForWayIn, comeIn, wayInOf } from "@quietroom/testing/way-in";

test("COMP-04 a restriction is asked for, agreed, marked wherever the client is opened, and ended by keyboard; the client reads each step", async ({
  staffPage: page,
  studio,
  sql,
  inbox,
  browser,
}) => {
  test.slow();
  const who = { ...person("Ines"), email: `ines-${studio.slug}@example.com` };
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who });
  const client = await (await browser.newContext()).newPage();
  await askForWayIn(client, studio.url, who.email);
  await comeIn(client, studio.url, wayInOf(await inbox(who.email, 2)).link);
  await client.getByRole("link", { name: "My record" }).click();
  await client.getByLabel("What you ask for").selectOption("Use or share less of it");
  await client.getByLabel("In your own words").fill("Tell my insurer nothing of this.");
  await client.getByRole("button", { name: "Send to the studio" }).click();
  await expect(client.getByText("Your request is with")).toBeVisible();

  await page.getByRole("link", { name: "Records" }).click();
  const requests = page.getByRole("region", { name: "Requests" });
  await requests.getByRole("button", { name: "Approve … what Ines Okafor asks" }).click();
  const answer = page.getByRole("dialog", { name: "Approve what Ines Okafor asks?" });
  await answer.getByLabel("Answer").fill("You paid for it yourself, so we will not.");
  await answer.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Answered", { exact: true })).toBeVisible();

  await page.goto(new URL(`/calendar?open=${visit.id}`, page.url()).href);
  const panel = page.getByRole("dialog", { name: "Ines Okafor" });
  await expect(panel.getByText("A restriction was agreed with this client")).toBeVisible();
  await expect(panel.getByText("They asked: “Tell my insurer nothing of this.”")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-22-restriction-panel");
  await page.goto(new URL("/calendar", page.url()).href);
  await page.getByRole("button", { name: "Find a client" }).click();
  const search = page.getByRole("dialog", { name: "Find a client" });
  await search.getByRole("combobox").fill("ines");
  await expect(search.getByText("restriction agreed", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Records" }).click();
  await tabTo(page, requests.getByRole("button", { name: "End … the restriction agreed with Ines Okafor" }));
  await page.keyboard.press("Enter");
  const ending = page.getByRole("dialog", { name: "End what was agreed with Ines Okafor?" });
  await tabTo(page, ending.getByRole("radio", { name: "They asked for it, or agree" }));
  await page.keyboard.press("ArrowDown");
  await expect(ending.getByRole("radio", { name: /^We have told them/ })).toBeChecked();
  await tabTo(page, ending.getByRole("button", { name: "End it" }));
  await page.keyboard.press("Enter");
  await expect(ending.getByText("Say why, for the client to read.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-22-restriction-end");
  await ending.getByLabel("Reason").fill("Your insurer pays from now on, as we said on the phone.");
  await tabTo(page, ending.getByRole("button", { name: "End it" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Ended", { exact: true })).toBeVisible();
  await expect(requests.getByText("ended", { exact: true })).toBeVisible();
  await expect(requests.getByText(/for what is written from then on\.$/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-22-restriction-ended");

  await page.goto(new URL(`/calendar?open=${visit.id}`, page.url()).href);
  await expect(panel.getByText(/not for what was there before\.$/)).toBeVisible();
  await client.reload();
  await expect(client.getByText("as we said on the phone")).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "portal-22-restriction-ended");
  await client.context().close();
});
