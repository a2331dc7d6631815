import { chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import { expect, lookAgainUntil, test } from "@quietroom/testing/browser";
import { keptInBrowser } from "@quietroom/testing/kept-in-browser";
import { rawRequest } from "@quietroom/testing/raw-request";
import { askForWayIn, untilSignedOut, wayInOf } from "@quietroom/testing/way-in";

test("check 60 check 79 AUTH-31 a client comes back to the page they asked for, moves their visit, and leaves a shared browser with nothing of them in it", async ({
  page,
  browser,
  context,
  studio,
  inbox,
  sql,
}) => {
  test.slow();
  const email = `zerlina-${studio.slug}@example.com`;
  const desk = await (await browser.newContext()).newPage();
  await chooseDistantTime(desk, studio.url);
  await confirm(desk, email, { givenName: "Zerlina" });
  const [visit] = await sql(
    "select a.id, extract(epoch from a.starts_at) * 1000 as start from appointment a where a.tenant_id = $1 and a.client_id is not null",
    [studio.tenantId],
  );
  const own = `${studio.url}/portal/visit/${String(visit?.["id"])}`;

  // Asked for before coming in; the code leads there.
  await page.goto(`${own}/reschedule`);
  await page.waitForURL(/\/portal\/sign-in\?next=/);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Date of birth").fill("1988-04-12");
  await page.getByRole("button", { name: "Email me a way in" }).click();
  await expect(page.getByRole("heading", { name: "Look at your email" })).toBeVisible();
  await page.getByLabel("Code from the email").fill(wayInOf(await inbox(email, 2)).code);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Move to another time" })).toBeVisible();

  for (const path of ["/portal", "/portal/account", own.slice(studio.url.length)]) {
    for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
      const answer = await page.request.get(`${studio.url}${path}`, { headers, maxRedirects: 0 });
      expect(answer.headers()["cache-control"], path).toMatch(/no-store/);
      expect(answer.headers()["cache-control"], path).not.toMatch(/public|s-maxage/);
    }
  }
  await page.goto(`${studio.url}/portal`);
  await expect(page.getByRole("heading", { name: "Hello, Zerlina" })).toBeVisible();
  await page.goto(own);
  await expect(page.getByRole("heading", { name: "Your visit" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await untilSignedOut(page);

  const person = /Zerlina|Ruiz|Regular session|zerlina-|1988-04-12/;
  expect(await keptInBrowser(page)).not.toMatch(person);
  expect((await context.cookies()).filter(({ name }) => name.includes("quietroom-portal"))).toEqual([]);
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Your visits" })).toBeVisible();
    expect(await page.locator("body").innerText()).not.toMatch(person);
  }
  for (const headers of [{}, { rsc: "1" }]) {
    const { pathname } = new URL(own);
    expect((await rawRequest(studio.url, pathname, { headers })).text).not.toMatch(person);
  }

  // An idle end leads back as well, and by the mail's link too; an address of somebody else's site does not lead there.
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 3)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Zerlina" })).toBeVisible();
  await page.goto(own);
  const idle = async () =>
    await sql(
      "update client_session set last_active_at = now() - interval '16 minutes' where tenant_id = $1 and revoked_at is null",
      [studio.tenantId],
    );
  await lookAgainUntil(page, idle, () =>
    page.waitForURL(/\/portal\/sign-in\?ended=1&next=/, { timeout: 3_000 }),
  );
  await expect(page.getByText("Your session has ended")).toBeVisible();
  for (const evil of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/other-studio/portal",
  ]) {
    const answer = await page.request.get(`${studio.url}/portal/sign-in?next=${encodeURIComponent(evil)}`);
    expect([evil, answer.status(), (await answer.text()).includes('evil.example"')]).toEqual([
      evil,
      200,
      false,
    ]);
  }
});
