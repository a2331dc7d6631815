import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("BOOK-01 a practitioner's photo, title and words are changed on the dashboard and stand on the booking page", async ({
  staffPage: page,
  browser,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  await page.getByRole("link", { name: "Profile", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Photo", level: 2 })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "profile-empty");

  const choose = async (name: string, mimeType: string, buffer: Buffer) =>
    await page.getByLabel("Choose a photo").setInputFiles({ name, mimeType, buffer });
  await choose("notes.jpg", "image/jpeg", Buffer.from("no picture at all"));
  const photo = page.getByRole("region", { name: "Photo" });
  await expect(photo.getByRole("alert")).toContainText("no picture that your browser can read");
  // A wide picture, drawn by the browser itself.
  const png = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 1_200;
    canvas.height = 600;
    const context = canvas.getContext("2d");
    context?.fillRect(300, 100, 500, 300);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  await choose("ana.png", "image/png", Buffer.from(png, "base64"));
  await expect(page.getByText("Photo saved", { exact: true })).toBeVisible();

  const form = page.getByRole("form", { name: "Profile" });
  await form.getByLabel("Name").fill("");
  await form.getByLabel("Title").fill("Physiotherapist, DPT");
  await form.getByLabel("About").fill("Knees, hips and running injuries.");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("Give a name.")).toBeVisible();
  await form.getByLabel("Name").fill("Ana Ruiz");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByText("Profile saved", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "profile-filled");

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(studio.url);
  const people = visitor.getByRole("region", { name: "Who you will meet" });
  await expect(people).toContainText("Ana Ruiz");
  await expect(people).toContainText("Physiotherapist, DPT");
  const shown = people.locator("img").first();
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(512);
  await expectAccessible(visitor);
  await photograph(visitor, "studio-with-photo");
});
