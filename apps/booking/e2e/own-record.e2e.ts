import { ana, chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { askForWayIn, wayInOf } from "@quietroom/testing/way-in";

test("COMP-04 a client reads everything that is kept of them, takes it along as a file, asks for a correction and takes it back", async ({
  page,
  studio,
  inbox,
}) => {
  test.slow();
  const email = `ana-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 2)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();

  await page.getByRole("link", { name: "My record" }).click();
  await expect(page.getByRole("heading", { name: "My record" })).toBeVisible();
  await expectAccessible(page);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as a file" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("my-record.json");
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
  const record: unknown = JSON.parse(Buffer.concat(chunks).toString());
  expect(record).toMatchObject({
    profile: { givenName: "Ana", email, birthDate: ana.birthDate },
    visits: [{ status: "scheduled", service: "Regular session" }],
  });

  await page.getByLabel("In your own words").fill("My phone number is an old one: it ends in 77.");
  await page.getByRole("button", { name: "Send to the studio" }).click();
  await expect(page.getByText("Your request is with")).toBeVisible();
  await expect(page.getByText("waiting")).toBeVisible();
  await expectAccessible(page);

  await photograph(page, "portal-record");
  await page.getByRole("link", { name: "Read or print it" }).click();
  await expect(page.getByRole("heading", { name: "Everything in my record" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.getByText("it ends in 77")).toBeVisible();
  await expectAccessible(page);

  await photograph(page, "portal-record-all");
  await page.getByRole("link", { name: "Back to my record" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("You took your request back.")).toBeVisible();
  await expect(page.getByText("taken back", { exact: true })).toBeVisible();
});
