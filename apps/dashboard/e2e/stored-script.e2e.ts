import { ana, chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import { type Email, expect, linksIn, test } from "@quietroom/testing/browser";
import { hearScripts, scripts } from "@quietroom/testing/hear-scripts";
import { askForWayIn, wayInOf } from "@quietroom/testing/way-in";
import type { Page } from "@playwright/test";
import { addressOf, closed } from "./built-pages.ts";

type Sql = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** Columns that hold what people write, or what their browsers say of themselves, whatever a form would have refused. */
const written =
  /name|title|bio|description|tagline|about|reason|phone|policy|address|city|region|note|user_agent/;
/** What the product itself writes there and reads again: events, hashes, addresses of pages, words of a closed list. */
const ours = /^outbox\.|^audit_event\.|slug|hash|kind|revoked_reason|policy_acceptance|directory/;

test("check 61 a script in every text that a person can write is text on every page and in every mail, and no browser hears of it", async ({
  staffPage,
  page,
  studio,
  addresses,
  inbox,
  sql,
}) => {
  test.slow(); // some thirty pages
  const heard = [hearScripts(staffPage), hearScripts(page)];
  const [first, second] = scripts;
  const email = `scripts-${studio.slug}@example.com`;
  const named = { ...ana, givenName: first, familyName: second };
  // Through the forms, since what is said of clients is kept sealed: two visits, one of which is cancelled with a reason.
  await chooseDistantTime(page, studio.url);
  await confirm(page, email, named);
  await page.goto(`${page.url().split("?")[0]}/cancel`);
  await page.getByRole("textbox").fill(scripts[2]);
  await page.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(page.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  await chooseDistantTime(page, studio.url);
  await confirm(page, email, named);
  const visit = page.url().split("?")[0] ?? "";
  const start = await page.locator("time").first().getAttribute("datetime");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(start ?? 0));
  await askForWayIn(page, studio.url, email);
  const wayIn = wayInOf(await inbox(email, 4)); // booked, cancelled, booked, the way in
  await page.goto(wayIn.link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: /^Hello, / })).toContainText(first);

  // Then wherever else a person's words are kept.
  const spoiled = await spoil(sql, studio.tenantId);
  expect(spoiled.length).toBeGreaterThan(12);
  // Names of clients and reasons are sealed, and take no text past the product: theirs came through the forms above.
  expect(spoiled).toEqual(expect.arrayContaining(["service.name", "tenant.name"]));

  const [service] = await sql("select slug from service where tenant_id = $1 and id = $2", [
    studio.tenantId,
    studio.serviceId,
  ]);
  const [member] = await sql("select id from staff_user where tenant_id = $1 limit 1", [studio.tenantId]);
  const [own] = await sql(
    "select id from appointment where tenant_id = $1 and status not in ('held', 'cancelled') limit 1",
    [studio.tenantId],
  );
  const { dashboard } = addresses;
  let shown = 0;
  for (const path of [
    ...closed.map((route) => addressOf(route, studio)),
    `/calendar?view=day&date=${day}`,
    `/calendar?view=week&date=${day}`,
    `/team/${String(member?.["id"])}`,
  ]) {
    shown += await look(staffPage, `${dashboard}${path}`);
  }
  await staffPage.goto(`${dashboard}/calendar?view=day&date=${day}`);
  await staffPage
    .getByRole("button", { name: /onerror=alert\(1\).*-alert\(3\)-/ }) // the client's two names; other buttons are spoiled too
    .first()
    .click();
  await expect(staffPage.getByRole("dialog")).toContainText("onerror=alert(1)");
  for (const address of [
    studio.url,
    `${studio.url}/${String(service?.["slug"])}`,
    `${studio.url}/waitlist/${String(service?.["slug"])}`,
    visit,
    `${visit}/cancel`,
    `${visit}/reschedule`,
    `${studio.url}/portal`,
    `${studio.url}/portal/account`,
    `${studio.url}/portal/visit/${String(own?.["id"])}`,
    `${studio.url}/portal/visit/${String(own?.["id"])}/reschedule`,
  ]) {
    shown += await look(page, address);
  }
  expect(shown).toBeGreaterThan(14);
  expect(heard).toEqual([[], []]);

  const mails = await inbox(email);
  expect(mails.length).toBeGreaterThan(3);
  for (const mail of mails) expectNoElementOf(mail);
});

/** Writes one of the scripts behind every text of a studio, as many as fit; answers which columns took one. */
async function spoil(sql: Sql, tenantId: string): Promise<readonly string[]> {
  const columns = await sql(
    `select c.table_name as table, c.column_name as column, coalesce(c.character_maximum_length, 1000) as longest,
       case when c.table_name = 'tenant' then 'id' else 'tenant_id' end as owner
     from information_schema.columns c
     where c.table_schema = 'public' and c.data_type in ('text', 'character varying')
       and (c.table_name = 'tenant' or exists (select from information_schema.columns t where t.table_schema = 'public'
         and t.table_name = c.table_name and t.column_name = 'tenant_id'))
     order by 1, 2`,
  );
  const took: string[] = [];
  for (const [index, column] of columns.entries()) {
    const [table, name, owner] = [column["table"], column["column"], column["owner"]].map(String);
    if (!written.test(name ?? "") || ours.test(`${table}.${name}`)) continue;
    const script = scripts[index % scripts.length] ?? "";
    if (Number(column["longest"]) < script.length) continue;
    const rows = await sql(
      `update "${table}" set "${name}" = left("${name}", $3::int - length($2)) || $2
       where ${owner} = $1 and "${name}" is not null returning 1`,
      [tenantId, script, Number(column["longest"])],
    ).catch(() => []); // a column that takes no such text needs no look
    if (rows.length > 0) took.push(`${table}.${name}`);
  }
  return took;
}

/** Opens a page that is full of scripts; answers 1 when any is there to be read, as the text that it is. */
async function look(page: Page, address: string): Promise<0 | 1> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBeLessThan(500);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  const made = page.locator(
    "img[src='x'], iframe, math, [onerror], [onload], [onfocus], a[href^='javascript'], a[href^='data']",
  );
  expect(await made.count(), address).toBe(0);
  return (await page.locator("body").innerText()).includes("alert(") ? 1 : 0;
}

/** A mail's HTML is read by programs with no policy of ours: there the words alone must be harmless. */
function expectNoElementOf(mail: Email): void {
  expect(mail.html).not.toMatch(/<(img src=x|script|svg|iframe|math)|href="?(javascript|data):/i);
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(linksIn(mail, "visit").every((link) => URL.canParse(link))).toBe(true);
}
