import type { Page } from "@playwright/test";
import {
  appCode,
  expect,
  expectAccessible,
  photograph,
  previousCode,
  signInAs,
  test,
  type Email,
} from "@quietroom/testing/browser";

const password = "slow rivers carry stones";

/** Opens what can be done about a colleague and chooses from it. */
async function choose(page: Page, who: string, what: RegExp): Promise<void> {
  await page.getByRole("button", { name: `Change ${who}` }).click();
  await page.getByRole("menuitem", { name: what }).click();
}

/** The enrolment that follows a first password: the secret, and the page after it. */
async function enrol(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: "Set up your second step" })).toBeVisible();
  const secret = (await page.locator("dd").innerText()).replaceAll(" ", "");
  await page.getByRole("textbox", { name: "Code" }).fill(await previousCode(secret, 8_000));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/account/);
  await expect(page.getByText("Your authenticator app is set up")).toBeVisible();
  return secret;
}

const entries = async (page: Page) =>
  (await page.getByRole("navigation", { name: "Main" }).first().getByRole("link").allInnerTexts()).map(
    (text) => text.trim(),
  );

function linkIn({ text }: Email): string {
  return /https?:\/\/\S+\/invitation#[\w-]+/.exec(text)?.[0] ?? "";
}

test("AUTH-04 AUTH-21 AUTH-36 AUTH-61 AUTH-62 an invited receptionist comes in, becomes billing with her next click, and is out with the next", async ({
  page,
  staffPage: admin,
  studio,
  addresses,
  inbox,
  sql,
}) => {
  const email = `nell-${studio.slug}@example.com`;
  await admin.goto(`${addresses.dashboard}/team`);
  await expect(admin.getByText("You work alone here so far.")).toBeVisible();
  await expectAccessible(admin);
  await photograph(admin, "dashboard-9-team-alone");

  // By keyboard alone, and with a code since the last one is older than five minutes.
  await sql("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await admin.getByRole("button", { name: "Invite a colleague" }).focus();
  await admin.keyboard.press("Enter");
  const invitation = admin.getByRole("dialog", { name: "Invite a colleague" });
  await expect(invitation.getByLabel("Email")).toBeVisible();
  await invitation.getByLabel("Email").focus();
  await admin.keyboard.press("Enter");
  await expect(invitation.getByText("Write one address, such as name@example.com.")).toBeVisible();
  await expect(invitation.getByText("Tick one role at least.")).toBeVisible();
  await expectAccessible(admin);
  await photograph(admin, "dashboard-9-invite");
  await admin.keyboard.type(email);
  await invitation.getByRole("checkbox", { name: "Receptionist" }).focus();
  await admin.keyboard.press("Space");
  await admin.keyboard.press("Enter");
  const proof = admin.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(studio.signIn.secret, "next"));
  await admin.keyboard.press("Enter");
  await expect(admin.getByText(`The invitation to ${email} is on its way`, { exact: true })).toBeVisible();
  await expect(invitation).toBeHidden();
  await expect(admin.getByRole("button", { name: "Invite a colleague" })).toBeFocused();
  const list = admin.getByRole("region", { name: "Invitations" });
  await expect(list.getByText("sent", { exact: true })).toBeVisible();
  await photograph(admin, "dashboard-9-invited");

  const [mail] = await inbox(email);
  if (mail === undefined) throw new Error("no mail came");
  expect(mail.subject).toContain("You are invited to work");
  await page.goto(linkIn(mail));
  await expect(page.getByRole("heading", { name: "Work with Studio under test" })).toBeVisible();
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("Without the terms there is no account.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-invitation");
  await page.getByLabel("Your name").fill("Nell Okafor");
  await page.getByLabel("New password").fill("nell okafor 2027");
  await page.getByRole("checkbox", { name: /terms of use/ }).check();
  await page.getByRole("checkbox", { name: /security policy/ }).check();
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText(/Leave out your name/)).toBeVisible();
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.waitForURL(/second-factor/);
  for (const path of ["/calendar", "/account", "/team"]) {
    await page.goto(`${addresses.dashboard}${path}`);
    await page.waitForURL(/sign-in/);
  }
  await page.goto(`${addresses.dashboard}/sign-in/second-factor`);
  const secret = await enrol(page);
  await page.goto(`${addresses.dashboard}/calendar`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await entries(page)).toEqual([
    "Calendar",
    "Requests",
    "Waitlist",
    "Messages",
    "Groups",
    "Hours",
    "Services",
    "Places",
    "Rooms",
    "Portal",
  ]);

  // The link has had its day.
  const other = await page.context().newPage();
  await other.goto(linkIn(mail));
  await expect(other.getByRole("heading", { name: "This invitation was accepted" })).toBeVisible();
  await expectAccessible(other);
  await other.goto(`${addresses.dashboard}/invitation#nothing`);
  await expect(other.getByRole("heading", { name: "This is no invitation" })).toBeVisible();
  for (const paper of ["terms", "security-policy"]) {
    await other.goto(`${addresses.dashboard}/${paper}`);
    await expect(other.getByText(/^For everyone who works here\. Version/)).toBeVisible();
    await expectAccessible(other);
    await photograph(other, `dashboard-0-${paper}`);
  }
  await other.close();

  await admin.reload();
  await choose(admin, "Nell Okafor", /Change roles/);
  const roles = admin.getByRole("dialog", { name: "Roles of Nell Okafor" });
  await roles.getByRole("checkbox", { name: "Receptionist" }).uncheck();
  await roles.getByRole("checkbox", { name: "Billing" }).check();
  await expectAccessible(admin);
  await photograph(admin, "dashboard-9-roles");
  await roles.getByRole("button", { name: "Change roles" }).click();
  await expect(admin.getByText("Nell Okafor has other roles", { exact: true })).toBeVisible();

  await page.waitForURL(/sign-in/); // by itself: the page hears that its session is over
  await expect(
    page.getByText("An admin changed your roles. Sign in again, and you see what they are for."),
  ).toBeVisible();
  await expectAccessible(page);
  await signInAs(page, { email, password, secret }, "current");
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto(`${addresses.dashboard}/calendar`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await entries(page)).toEqual(["Calendar", "Groups", "Services"]);

  await choose(admin, "Nell Okafor", /End access/);
  await admin.getByLabel("Reason").fill("Left the studio");
  await expectAccessible(admin);
  await admin.getByRole("button", { name: "End access", exact: true }).click();
  await expect(admin.getByText("Nell Okafor has no access any more", { exact: true })).toBeVisible();
  await page.waitForURL(/sign-in/);
  await expect(page.getByText("An admin of the studio ended your access.")).toBeVisible();
  await photograph(page, "dashboard-0-access-ended");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("That email and password do not belong together.")).toBeVisible();

  await choose(admin, "Nell Okafor", /Give access again/);
  await admin.getByLabel("Reason").fill("Came back");
  await admin.getByRole("button", { name: "Give access again", exact: true }).click();
  await expect(admin.getByText("Nell Okafor can sign in again", { exact: true })).toBeVisible();
});

test("AUTH-04 an invitation is sent again and withdrawn, and the links before open nothing", async ({
  page,
  staffPage: admin,
  studio,
  addresses,
  inbox,
}) => {
  const email = `omar-${studio.slug}@example.com`;
  await admin.goto(`${addresses.dashboard}/team`);
  await admin.getByRole("button", { name: "Invite a colleague" }).click();
  await admin.getByLabel("Email").fill(email);
  await admin.getByRole("checkbox", { name: "Billing" }).check();
  await admin.getByRole("button", { name: "Send invitation" }).click();
  await admin.getByRole("button", { name: `Send again to ${email}` }).click();
  const [first, second] = await inbox(email, 2);
  if (first === undefined || second === undefined) throw new Error("two mails came");
  await page.goto(linkIn(first));
  await expect(page.getByRole("heading", { name: "This invitation is over" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("about:blank");
  await page.goto(linkIn(second));
  await expect(page.getByRole("heading", { name: /^Work with/ })).toBeVisible();
  await admin.getByRole("button", { name: `Withdraw the invitation to ${email}` }).click();
  await expect(admin.getByRole("region", { name: "Invitations" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { name: "This invitation is over" })).toBeVisible();
});

test("AUTH-56 AUTH-58 AUTH-62 a supervisor is assigned, arranges cover for her team, and sees no more of the team page than that", async ({
  page,
  staffPage: admin,
  studio,
  addresses,
}) => {
  const sue = await studio.hire("Sue", "receptionist");
  const tom = await studio.hire("Tom", "receptionist");
  await admin.goto(`${addresses.dashboard}/team`);
  await expect(admin.getByText("Nobody has the role of a supervisor yet.", { exact: false })).toBeVisible();
  await choose(admin, "Sue Sample", /Change roles/);
  await admin.getByRole("checkbox", { name: "Receptionist" }).uncheck();
  await admin.getByRole("checkbox", { name: "Supervisor" }).check();
  await admin.getByRole("button", { name: "Change roles" }).click();
  await expect(admin.getByText("Sue Sample has other roles", { exact: true })).toBeVisible();
  await choose(admin, "Tom Sample", /Change roles/);
  await admin.getByRole("checkbox", { name: "Receptionist" }).uncheck();
  await admin.getByRole("checkbox", { name: "Therapist" }).check();
  await admin.getByLabel("Sees clients as").selectOption({ label: "Practitioner 2" });
  await admin.getByRole("button", { name: "Change roles" }).click();
  await expect(admin.getByText("Tom Sample has other roles", { exact: true })).toBeVisible();
  expect(tom.email).toContain("tom");

  await admin.getByRole("button", { name: "Assign a supervisor" }).click();
  const assign = admin.getByRole("dialog", { name: "Assign a supervisor" });
  await assign.getByLabel("Whom").selectOption({ label: "Practitioner 1" });
  await expectAccessible(admin);
  await photograph(admin, "dashboard-9-assign");
  await assign.getByRole("button", { name: "Assign" }).click();
  const supervision = admin.getByRole("region", { name: "Supervision" });
  await expect(supervision.getByText("Sue Sample supervises Practitioner 1")).toBeVisible();
  await admin.getByRole("button", { name: "Assign a supervisor" }).click();
  await assign.getByLabel("Whom").selectOption({ label: "Practitioner 1" });
  await assign.getByRole("button", { name: "Assign" }).click();
  await expect(
    assign.getByText(/Another supervisor stands in that time|supervises them in that time/),
  ).toBeVisible();
  await admin.keyboard.press("Escape");

  await page.goto(`${addresses.dashboard}/sign-in`);
  await page.getByLabel("Email").fill(sue.email);
  await page.getByLabel("Password").fill(sue.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await enrol(page);
  await page.goto(`${addresses.dashboard}/team`);
  await expect(page.getByRole("heading", { name: "Team", level: 1 })).toBeVisible();
  for (const absent of ["Invite a colleague", "Assign a supervisor", "Change Tom Sample"])
    await expect(page.getByRole("button", { name: absent })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "People" })).toHaveCount(0);
  await page.getByRole("button", { name: "Arrange cover" }).click();
  const arrange = page.getByRole("dialog", { name: "Arrange cover" });
  await expect(arrange.getByLabel("Who is away").getByRole("option")).toHaveText(["Practitioner 1"]);
  await expect(arrange.getByLabel("Who covers").getByRole("option")).toHaveText(["Tom Sample"]);
  await expectAccessible(page);
  await photograph(page, "dashboard-9-cover");
  await arrange.getByRole("button", { name: "Arrange cover" }).click();
  const cover = page.getByRole("region", { name: "Cover" });
  await expect(cover.getByText("Tom Sample covers for Practitioner 1")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-supervisor");
  await cover.getByRole("button", { name: "End: Tom Sample covers for Practitioner 1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End cover" }).click();
  await expect(cover.getByText("Over (1)")).toBeVisible();

  await admin.reload();
  await photograph(admin, "dashboard-9-team-full");
  await supervision.getByRole("button", { name: /^End: Sue Sample supervises/ }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "End supervision" }).click();
  await expect(supervision.getByText("Over (1)")).toBeVisible();
});
