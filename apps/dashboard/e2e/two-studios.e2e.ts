import { expect, expectAccessible, signInAs, test } from "@quietroom/testing/browser";

test("TEN-20 check 55 switching studios asks for everything again, ends the session here, and turns every open page over", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const other = await studio.alsoWorksAt("Harbour Rooms");
  const beside = await page.context().newPage();
  await beside.goto(`${addresses.dashboard}/services`);
  await expect(beside.getByText("Studio under test").first()).toBeVisible();

  const cookie = async () =>
    (await page.context().cookies()).find(({ name }) => name.endsWith("quietroom-session"))?.value;
  const before = await cookie();
  await page.goto(`${addresses.dashboard}/account`);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Switch to Harbour Rooms" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Harbour Rooms" })).toBeVisible();
  await expectAccessible(page);
  await signInAs(page, other.signIn);
  await page.waitForURL(/\/calendar/);
  await expect(page.getByText("Harbour Rooms").first()).toBeVisible();

  expect(await cookie()).not.toBe(before);
  await expect(beside.getByText("Harbour Rooms").first()).toBeVisible();
  await expect(beside.getByText("Studio under test")).toHaveCount(0);
  const audited = await sql(
    "select tenant_id, action from audit_event where resource = 'session' and action in ('sign_out', 'sign_in') and outcome = 'done' and tenant_id = any($1) order by at desc limit 2",
    [[studio.tenantId, other.tenantId]],
  );
  expect(audited.map(({ action }) => action)).toEqual(expect.arrayContaining(["sign_in", "sign_out"]));
  const old = await page.context().browser()?.newContext();
  await old?.addCookies([
    { name: "quietroom-session", value: before ?? "", url: addresses.dashboard, httpOnly: true },
  ]);
  const answer = await old?.request.get(`${addresses.dashboard}/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D`);
  expect(answer?.status()).toBe(401);
  await old?.close();
});

test("TEN-20 AUTH-43 on a browser that knows neither, whoever works for two studios names the one they mean", async ({
  page,
  studio,
  addresses,
}) => {
  const { slug, signIn } = await studio.alsoWorksAt("Harbour Rooms");
  await page.goto(`${addresses.dashboard}/sign-in`);
  await page.getByLabel("Email").fill(signIn.email);
  await page.getByLabel("Password").fill(signIn.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("That email and password do not belong together.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Studio" }).fill(` ${slug.toUpperCase()} `);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/second-factor/);
});
