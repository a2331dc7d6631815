import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { expect, linksIn, test } from "@quietroom/testing/browser";
import { chooseDistantTime, confirm, fillDetails } from "@quietroom/testing/book-a-visit";

// Words that stand nowhere else, so that finding one anywhere is finding a leak. Each as it is typed and as it may be kept.
const marked = {
  givenName: "Canarygiven",
  familyName: "Canaryfamily",
  birthDate: "1961-03-07",
  phone: "+1 212 555 7461",
};
const words = [
  "canarygiven",
  "canaryfamily",
  "1961-03-07",
  "555 7461",
  "5557461",
  "555%207461",
  "canary-mail",
  "canaryword",
];

test("NOTIF-11 through the whole story no word of a person gets into an address, a title, a log, a job, an event or the ledger, and into an email the first name alone", async ({
  page,
  studio,
  staffPage,
  inbox,
  advance,
  sql,
  addresses,
}) => {
  const email = `canary-mail-${studio.slug}@example.com`;
  const seen = [watch(page.context()), watch(staffPage.context())];

  await chooseDistantTime(page, studio.url);
  // A mistake first: what is typed wrongly is sent to the server and comes back too.
  await fillDetails(page, email, { ...marked, phone: "call Canaryfamily" });
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByText("enter a phone number such as +1 212 555 0100").first()).toBeVisible();
  await confirm(page, email, marked);
  const visitUrl = page.url();
  const start = await page.locator("time").first().getAttribute("datetime");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(start ?? 0));
  const [confirmation] = await inbox(email);

  await page.goto(`${studio.url}/waitlist/regular-session?date=${day}`);
  await page.getByLabel("From").fill(day);
  await page.getByLabel("Until").fill(day);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  const waitingEmail = `canary-mail-waits-${studio.slug}@example.com`;
  await fillDetails(page, waitingEmail, marked);
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("You are first in line.")).toBeVisible();

  // The desk looks at everything that shows the person.
  const desk = addresses.dashboard;
  await staffPage.goto(`${desk}/calendar?view=day&date=${day}`);
  await staffPage
    .getByRole("button", { name: /Canarygiven Canaryfamily/ })
    .first()
    .click();
  const panel = staffPage.getByRole("dialog");
  await expect(panel.getByText(email)).toBeVisible();
  await panel.getByRole("button", { name: "Record … the consent: Visits online" }).click();
  const consent = staffPage.getByRole("dialog", { name: "Visits online" });
  await consent.getByLabel("They say no").check();
  await consent.getByLabel("Why").fill("Canaryword: the walls are thin");
  await consent.getByRole("button", { name: "Write it down" }).click();
  await expect(panel.getByText("Why: Canaryword: the walls are thin")).toBeVisible();
  // They look for the person as one is looked for, and see who opened the record.
  for (const text of ["Canarygi", email, marked.phone, "03/07/1961"]) {
    await staffPage.goto(`${desk}/audit`);
    await staffPage.getByRole("button", { name: "Client Anybody", exact: true }).click();
    const search = staffPage.getByRole("dialog", { name: "Find a client" });
    await search.getByRole("combobox").fill(text);
    await search.getByRole("option", { name: email }).click();
  }
  await staffPage.getByRole("button", { name: "Look" }).click();
  await staffPage.waitForURL(/[?&]record=/);
  await staffPage.goto(`${desk}/waitlist`);
  await expect(staffPage.getByText("Canarygiven Canaryfamily").first()).toBeVisible();
  await staffPage.goto(`${desk}/messages`);
  await expect(staffPage.getByText("Canarygiven Canaryfamily").first()).toBeVisible();

  await advance(Date.parse(start ?? "") - (confirmation?.studioNowMs ?? 0) - 48 * 3_600_000 + 1000);
  await inbox(email, 2); // confirmed, reminded
  // Too late to cancel alone: they ask, in their own words, and are answered in the studio's.
  await sql("update appointment set cancel_deadline = app.now() - interval '1 minute' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await page.goto(visitUrl);
  await page.getByRole("link", { name: "Ask to cancel" }).click();
  await page.getByLabel("Anything the studio should know?").fill("Canaryword: my mother fell");
  await page.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByText("You asked for this visit to be cancelled")).toBeVisible();
  await staffPage.goto(`${desk}/requests`);
  await expect(staffPage.getByText("Canaryword: my mother fell")).toBeVisible();
  await staffPage.getByRole("button", { name: /^Confirm late cancellation/ }).click();
  const answer = staffPage.getByRole("alertdialog");
  await answer.getByLabel("A word to the client").fill("Canaryword: we are sorry");
  await answer.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(staffPage.getByText("Nothing waits for an answer")).toBeVisible();
  await page.goto(visitUrl);
  await expect(page.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  const offerUrl = (await inbox(waitingEmail, 2)).flatMap((each) => linksIn(each, "offer"))[0];
  await page.goto(offerUrl ?? "");
  await page.getByRole("button", { name: "Take this hour" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked, Canarygiven");
  await inbox(email, 3); // and the end of it
  await inbox(waitingEmail, 3);

  for (const { urls, titles, stored } of seen) {
    expect(urls.length).toBeGreaterThan(20);
    expect(leaks(urls.join("\n")), "addresses").toEqual([]);
    expect(leaks((await Promise.all(titles)).join("\n")), "titles").toEqual([]);
    expect(leaks(await stored()), "what the browser keeps").toEqual([]);
  }

  for (const [name, log] of logs()) expect(leaks(log), `log ${name}`).toEqual([]);

  const places = await sql(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and (n.nspname = 'jobs' or c.relname in ('outbox', 'notification', 'audit_event', 'waitlist_offer', 'opening'))`,
  );
  expect(places.length).toBeGreaterThan(8);
  for (const { name } of places) {
    const [dump] = await sql(`select string_agg(t::text, ' ') as text from ${String(name)} t`);
    expect(leaks(String(dump?.["text"])), `table ${String(name)}`).toEqual([]);
  }

  const mails = [...(await inbox(email)), ...(await inbox(waitingEmail))];
  expect(mails.length).toBeGreaterThanOrEqual(6);
  for (const mail of mails) {
    expect(leaks(mail.subject), mail.subject).toEqual([]);
    const body = [mail.html, mail.text, ...mail.attachments.map(({ content }) => content ?? "")].join("\n");
    expect(leaks(body.replaceAll(mail.to[0] ?? "", "")), mail.subject).toEqual(["canarygiven"]);
  }
  const sent = await (await fetch(`${addresses.sandbox}/api/requests`)).json();
  const around = requestsIn(sent).map((request) => `${request.path} ${JSON.stringify(request.headers)}`);
  expect(leaks(around.join("\n")), "addresses and headers of what was sent to the provider").toEqual([]);
});

/** Everything that one browser asks for and is called while it lives. */
function watch(context: BrowserContext) {
  const urls: string[] = [];
  const titles: Promise<string>[] = [];
  context.on("request", (request) => urls.push(request.url()));
  const page = context.pages()[0];
  page?.on("framenavigated", () => titles.push(page.title().catch(() => "")));
  page?.on("load", () => titles.push(page.title().catch(() => "")));
  return { urls, titles, stored: async () => JSON.stringify(await context.storageState()) };
}

/** What the programs and the database wrote, by file. */
function logs(): readonly (readonly [name: string, text: string])[] {
  const folder = process.env["LOGS"] ?? "";
  const names = readdirSync(folder);
  expect(names).toEqual(
    expect.arrayContaining(["booking.log", "dashboard.log", "postgres.log", "worker.log"]),
  );
  return names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]);
}

function leaks(text: string): string[] {
  const flat = text.toLowerCase();
  return words.filter((word) => flat.includes(word));
}

type SentRequest = { readonly path: string; readonly headers: Readonly<Record<string, string>> };

/** The sandbox's own answer, whose shape its own tests hold, which is why the cast holds. */
function requestsIn(answer: unknown): readonly SentRequest[] {
  return (answer as { readonly requests: readonly SentRequest[] }).requests;
}
