import { appCode, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("AUTH-41 AUTH-44 AUTH-62 a colleague's account is locked by wrong passwords: an admin is mailed, sees it live, reviews it with a note", async ({
  page,
  staffPage,
  studio,
  addresses,
  mailed,
  sql,
}) => {
  await sql("delete from guard.subject"); // what other tests failed at from this machine
  const nell = await studio.hire("Nell", "receptionist");
  await staffPage.goto(`${addresses.dashboard}/security`);
  await expect(staffPage.getByText("Nothing looks wrong")).toBeVisible();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-security-empty");

  await page.goto(`${addresses.dashboard}/sign-in`);
  await page.getByLabel("Email").fill(nell.email);
  for (let turn = 0; turn < 5; turn += 1) {
    await page.getByLabel("Password").fill("not the password at all");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await expect(page.getByText("That email and password do not belong together.")).toBeVisible();
    await page.reload();
    await page.getByLabel("Email").fill(nell.email);
  }

  const locked = staffPage.getByRole("article", { name: "An account was locked" });
  await expect(locked).toContainText("in the name of Nell Sample");
  const entry = staffPage.getByRole("link", { name: /Security 1 to look at/ });
  await expect(entry).toBeVisible();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-security");
  const mail = await mailed(studio.signIn.email, "Something to review");
  expect(`${mail.subject} ${mail.text}`).not.toMatch(/Nell|lock/i);
  expect(mail.text).toContain(`${addresses.dashboard}/security`);

  await locked.getByRole("button", { name: "Mark as reviewed" }).click();
  const review = staffPage.getByRole("dialog", { name: /Reviewed: an account was locked/ });
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-security-review");
  await review.getByLabel("Note").fill("It was Nell, with a new keyboard");
  await review.getByRole("button", { name: "Mark as reviewed" }).click();
  await expect(staffPage.getByText("Nothing looks wrong")).toBeVisible();
  await expect(staffPage.getByText("It was Nell, with a new keyboard")).toBeVisible();
  await expect(staffPage.getByRole("link", { name: /to look at/ })).toHaveCount(0);
  await expectAccessible(staffPage);
  await sql("delete from guard.subject");
});

test("AUTH-44 AUTH-21 a list of networks is checked as it is written, never keeps out whoever makes it, and keeps others out", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await page.context().setExtraHTTPHeaders({ "x-forwarded-for": "198.51.100.7" });
  await page.goto(`${addresses.dashboard}/security`);
  const list = page.getByLabel("Addresses and networks, one a line");
  const save = page.getByRole("button", { name: "Save the list" });
  await list.fill("203.0.113.0/24\nthe office");
  await save.click();
  await expect(page.getByText(/“the office” is no address and no network/)).toBeVisible();
  await expectAccessible(page);
  await list.fill("203.0.113.0/24");
  await save.click();
  await expect(page.getByText(/it would keep you out/)).toBeVisible();
  await sql("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await list.fill("198.51.100.0/24\n::1");
  await save.click();
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(studio.signIn.secret, "next"));
  await proof.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(list).toHaveValue(/198\.51\.100\.0\/24/);
  await photograph(page, "dashboard-9-networks");

  // ENC-05: what keys are for, and having them replaced, by keyboard.
  await page.getByRole("button", { name: "Replace the keys" }).press("Enter");
  const replacing = page.getByRole("dialog", { name: "Replace the encryption keys?" });
  await expect(replacing).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-keys-dialog");
  await replacing.getByRole("button", { name: "Replace the keys" }).press("Enter");
  await expect(page.getByText("The keys are being replaced", { exact: true })).toBeVisible();
  await expect(replacing).toHaveCount(0);
  await photograph(page, "dashboard-9-keys");

  await page.goto("about:blank"); // an open page hears of it and leaves by itself, which may meet our own navigation
  await sql("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  await page.goto(`${addresses.dashboard}/calendar`);
  await expect(page.getByRole("heading", { name: "Not from this network" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-network");
  const asked = await page.request.get(`${addresses.dashboard}/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D`);
  expect(asked.status()).toBe(401);
});
