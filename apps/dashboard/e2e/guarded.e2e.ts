import { expect, test } from "@quietroom/testing/browser";

test("check 61 the staff pages ask nothing that their policy refuses, dialogs included", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  for (const path of [
    "/calendar?view=week",
    "/calendar?view=day",
    "/waitlist",
    "/messages",
    `/hours/${studio.practitionerId}`,
    "/services",
  ]) {
    const answer = await page.goto(`${addresses.dashboard}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(answer?.headers()["cache-control"], path).toContain("no-store");
    expect((await answer?.text())?.includes(' style="'), path).toBe(false);
  }
  await page.getByRole("button", { name: "Add a service" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  // What keeps the page behind a dialog still is a style element that needs the document's nonce.
  expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe("hidden");
  expect(refused).toEqual([]);
});
