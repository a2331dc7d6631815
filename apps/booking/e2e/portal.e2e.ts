import { bookVisit, person } from "@quietroom/testing";
import { ana, chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import {
  dayAhead,
  expect,
  expectAccessible,
  lookAgainUntil,
  photograph,
  test,
} from "@quietroom/testing/browser";
import { askForWayIn, untilSignedOut, wayInOf } from "@quietroom/testing/way-in";

test("AUTH-06 AUTH-08 AUTH-10 AUTH-34 check 45 check 60 check 105 a client comes in by the mail's button, sees their visit, cancels it and leaves nothing behind", async ({
  page,
  browser,
  context,
  studio,
  inbox,
  sql,
}) => {
  test.slow(); // seven pages, each looked at by axe
  const email = `ana-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);
  const startsAt = await dayAhead(sql, 6);
  const bens = await bookVisit(studio, { startsAt, who: person("Ben") });

  // The door: from the studio's page, by keyboard alone.
  await page.goto(studio.url);
  await page.getByRole("link", { name: "My visits" }).click();
  await expect(page.getByRole("heading", { name: "Your visits" })).toBeVisible();
  await page.waitForURL(/\/portal\/sign-in$/);
  await expectAccessible(page);
  await page.getByLabel("Email").focus();
  await page.keyboard.type(email);
  await page.getByLabel("Date of birth").fill(ana.birthDate);
  await page.getByRole("button", { name: "Email me a way in" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Look at your email" })).toBeVisible();
  await expectAccessible(page);

  const { link, mail } = wayInOf(await inbox(email, 2));
  expect(mail.subject).toBe("Your way in at Studio under test");
  expect(mail.text).not.toMatch(/Ruiz|Regular session|Practitioner|1988/);

  // A mail scanner opens it, follows it, asks twice; another browser opens it too. Nobody is in, and nothing is used up.
  for (let time = 0; time < 2; time += 1) expect((await fetch(link)).status).toBe(200);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByLabel("Code from the email")).toBeVisible();
  await expectAccessible(elsewhere);
  await elsewhere.goto(`${studio.url}/portal`);
  await elsewhere.waitForURL(/\/portal\/sign-in$/);

  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Come in" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Coming up" })).toBeVisible();
  await expect(page.getByText("(your time)")).toBeVisible();
  await expectAccessible(page);

  const [cookie] = (await context.cookies()).filter(({ name }) => name.includes("quietroom-portal"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(
    await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])),
  ).not.toContain(cookie?.value);

  // Another client's visit is as good as none, and so is what never was.
  for (const id of [bens.id, "0198a1b2-0000-7000-8000-000000000000", "nothing"]) {
    const answer = await page.goto(`${studio.url}/portal/visit/${id}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "This page is not here" })).toBeVisible();
    await expect(page.getByText("Ben")).toBeHidden();
  }
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link was used" })).toBeVisible();

  await page.goto(`${studio.url}/portal/account`);
  await expect(page.getByText("this one")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "My visits" }).first().click();
  await page.getByRole("link", { name: /Regular session/ }).click();
  await expect(page.getByRole("heading", { name: "Your visit" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Move to another time" }).click();
  await expect(page.getByRole("heading", { name: "Move to another time" })).toBeVisible();
  await page.getByRole("link", { name: "Your visit" }).click();
  await page.getByRole("link", { name: "Cancel this visit" }).click();
  await page.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(page.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  await page.getByRole("link", { name: "My visits" }).first().click();
  await expect(page.getByText("Nothing booked")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Past and cancelled" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await untilSignedOut(page);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Your visits" })).toBeVisible();
  await expect(page.getByText("Hello, Ana")).toBeHidden();
  await expect(page.getByText("Regular session")).toBeHidden();
  if (cookie !== undefined) await context.addCookies([cookie]);
  await page.goto(`${studio.url}/portal`);
  await expect(page.getByText("Your session has ended")).toBeVisible();
});

test("AUTH-06 AUTH-30 AUTH-31 AUTH-43 TEN-12 SCHED-20 check 53 check 56 another browser, a suspended studio, missed visits, idle minutes, strangers and wrong codes", async ({
  page,
  browser,
  studio,
  inbox,
  sql,
}) => {
  const email = `cleo-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);

  // Asked for here, opened on the phone: the phone needs the code as well.
  await askForWayIn(page, studio.url, email);
  const wayIn = wayInOf(await inbox(email, 2));
  const phone = await (await browser.newContext()).newPage();
  await phone.goto(wayIn.link);
  await phone.getByLabel("Code from the email").fill(wayIn.code);
  await phone.getByRole("button", { name: "Come in" }).click();
  await expect(phone.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();

  // A suspended studio's client still looks.
  await sql("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  await phone.reload();
  await expect(phone.getByText("Online booking is closed for now")).toBeVisible();
  await expect(phone.getByRole("heading", { name: "Coming up" })).toBeVisible();
  await sql("update tenant set status = 'active' where id = $1", [studio.tenantId]);

  // Who missed a visit where one is too many is told to call, instead of being led to the times.
  await sql("update tenant set no_show_limit = 1 where id = $1", [studio.tenantId]);
  await sql("update appointment set status = 'no_show' where tenant_id = $1", [studio.tenantId]);
  await phone.reload();
  await expect(phone.getByText("Please call us for your next visit")).toBeVisible();
  await expect(phone.getByRole("link", { name: "Book a visit" })).toBeHidden();
  await expectAccessible(phone);
  await photograph(phone, "portal-call-to-book");
  await sql("update appointment set status = 'scheduled' where tenant_id = $1", [studio.tenantId]);
  await phone.reload();
  await expect(phone.getByRole("link", { name: "Book a visit" })).toBeVisible();

  // Asked two minutes before an idle session ends; whoever answers stays.
  const idle = async (minutes: number) =>
    await sql(
      "update client_session set last_active_at = now() - make_interval(secs => $2::float8 * 60) where tenant_id = $1",
      [studio.tenantId, minutes],
    );
  const question = phone.getByRole("alertdialog", { name: "Are you still there?" });
  await lookAgainUntil(
    phone,
    () => idle(13.5),
    () => expect(question).toBeVisible({ timeout: 3_000 }),
  );
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "Stay signed in" }).focus();
  await phone.keyboard.press("Enter");
  await expect(phone.getByRole("alertdialog")).toBeHidden();
  await idle(15);
  await phone.reload();
  await expect(phone.getByText("Your session has ended")).toBeVisible();

  // An address that nobody has: the same page, and codes are refused like any wrong one.
  const stranger = await (await browser.newContext()).newPage();
  await askForWayIn(stranger, studio.url, `nobody-${studio.slug}@example.com`);
  const code = stranger.getByLabel("Code from the email");
  await code.fill("12 34");
  await stranger.getByRole("button", { name: "Come in" }).click();
  await expect(stranger.getByText("Enter the six digits of the email.")).toBeVisible();
  for (let time = 0; time < 6; time += 1) {
    await code.fill("123456");
    await stranger.getByRole("button", { name: "Come in" }).click();
    // The answer empties the field as it is shown: what is typed before that is lost with it.
    await expect(code).toHaveValue("");
    if (time < 5) await expect(stranger.getByText("That is not the code of the latest email.")).toBeVisible();
  }
  await expect(stranger.getByText("Too many tries")).toBeVisible();
  await expectAccessible(stranger);
});
