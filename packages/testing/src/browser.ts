import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Runtime } from "@quietroom/services";
import { openRuntime } from "@quietroom/services";
import { createStaffUser } from "@quietroom/services/staff";
import { appCode, type CodeOf, previousCode } from "@quietroom/sandbox/app-code";
import pg from "pg";
import { enrolApp } from "./staff.ts";
import { createStudio, succeeded, type TestStudio } from "./studio.ts";
import { inWholeMilliseconds } from "./whole-milliseconds.ts";
import { openLocalKeyFile } from "@quietroom/vault";
import type { Instant } from "@quietroom/domain/time";
import { wallTime } from "./booking.ts";

/** Where the running product is: set by the command that starts it before the browser tests. */
export type Addresses = { readonly booking: string; readonly dashboard: string; readonly sandbox: string };

export type Email = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly { readonly filename: string | null; readonly content: string | null }[];
  readonly studioNowMs: number | null;
};

/** A studio of this test's own, on the running product, with somebody who may sign in to it. */
export type LiveStudio = TestStudio & {
  readonly url: string;
  readonly signIn: SignInAs;
  /** Somebody new, who has not signed in yet. */
  hire(
    name: string,
    role: "admin" | "receptionist",
  ): Promise<{ readonly email: string; readonly password: string }>;
  /** Another studio, where the one who signs in here works too, with a password and an app of their own there. */
  alsoWorksAt(
    name: string,
  ): Promise<{ readonly tenantId: string; readonly slug: string; readonly signIn: SignInAs }>;
};

/** Somebody with an authenticator app. Of its three codes that count at one moment the earliest is used up. */
export type SignInAs = { readonly email: string; readonly password: string; readonly secret: string };

type Fixtures = {
  readonly addresses: Addresses;
  readonly studio: LiveStudio;
  /** Every email so far to an address, oldest first; waits until there are `count` of them. */
  readonly inbox: (to: string, count?: number) => Promise<readonly Email[]>;
  /** The newest email to an address whose subject has these words; waits until there is one. */
  readonly mailed: (to: string, subject: string) => Promise<Email>;
  /** Moves the studio's clock ahead, for everyone. */
  readonly advance: (ms: number) => Promise<void>;
  /** SQL as the owner of the tables, for what no screen can do (suspending a studio). */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** A page of a member of the studio's staff who is signed in, in a browser of their own. */
  readonly staffPage: Page;
};

/** Playwright's `test` with a studio, its inbox and its clock. */
export const test = base.extend<Fixtures, { readonly runtime: Runtime }>({
  // Every page of every browser, those that a story opens by itself included.
  browser: [
    async ({ browser }, use) => {
      const open = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const context = await open(options);
        context.on("page", waitForScripts);
        return context;
      };
      await use(browser);
      browser.newContext = open;
    },
    { scope: "worker" },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  extraHTTPHeaders: async ({}, use) => {
    await use(anotherAddress());
  },
  runtime: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const quiet = () => undefined;
      const runtime = await openRuntime({
        databaseUrl: setting("DATABASE_URL"),
        linkKey: Buffer.from(setting("QUIETROOM_LINK_KEY"), "base64"), // what it seals, the product opens
        keyService: openLocalKeyFile(setting("QUIETROOM_MASTER_KEY_FILE")),
        bookingUrl: setting("BOOKING_URL"),
        log: { info: quiet, warn: quiet, error: quiet },
      });
      await use(runtime);
      await runtime.close();
    },
    { scope: "worker" },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  addresses: async ({}, use) => {
    await use({
      booking: setting("BOOKING_URL"),
      dashboard: setting("DASHBOARD_URL"),
      sandbox: setting("SANDBOX_URL"),
    });
  },
  studio: async ({ runtime, addresses }, use) => {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
    const hire: LiveStudio["hire"] = async (name, role) => {
      const email = `${name.toLowerCase()}-${studio.slug}@example.com`;
      const person = { email, password: "slow rivers carry warm stones" };
      const more = { displayName: `${name} Sample`, roles: [role], practitionerId: null };
      succeeded(await createStaffUser(studio.as("admin"), { ...person, ...more }));
      return person;
    };
    const credentials = await hire("Desk", "admin");
    const { secret } = await enrolApp(runtime, credentials);
    const url = `${addresses.booking}/${studio.slug}`;
    const alsoWorksAt: LiveStudio["alsoWorksAt"] = async (name) => {
      const other = await createStudio(runtime, { name });
      const there = { email: credentials.email, password: "four lanterns over still water" };
      const more = { displayName: "Desk Sample", roles: ["admin" as const], practitionerId: null };
      succeeded(await createStaffUser(other.as("system"), { ...there, ...more }));
      const app = await enrolApp(runtime, { ...there, studio: other.slug });
      return { tenantId: other.tenantId, slug: other.slug, signIn: { ...there, secret: app.secret } };
    };
    await use({ ...studio, url, hire, alsoWorksAt, signIn: { ...credentials, secret } });
  },
  inbox: async ({ addresses }, use) => {
    await use(async (to, count = 1) => {
      let emails: readonly Email[] = [];
      await expect
        .poll(
          async () => {
            const answer = await fetch(`${addresses.sandbox}/api/inbox?to=${encodeURIComponent(to)}`);
            emails = emailsIn(await answer.json()).toReversed(); // the sandbox shows the newest first
            return emails.length;
          },
          { message: `emails to ${to}`, timeout: 60_000 },
        )
        .toBeGreaterThanOrEqual(count);
      return emails;
    });
  },
  mailed: async ({ inbox }, use) => {
    await use(async (to, subject) => {
      const find = async () => (await inbox(to)).findLast((email) => email.subject.includes(subject));
      await expect.poll(find, { message: `"${subject}" to ${to}`, timeout: 60_000 }).toBeDefined();
      const email = await find();
      if (email === undefined) throw new Error("an email that was there is gone");
      return email;
    });
  },
  advance: async ({ addresses }, use) => {
    await use(async (advanceMs) => {
      const answer = await fetch(`${addresses.sandbox}/api/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ advanceMs }),
      });
      expect(answer.ok, "the studio's clock moves").toBe(true);
    });
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  sql: async ({}, use) => {
    const client = new pg.Client({ connectionString: setting("SUPER_DATABASE_URL") });
    await client.connect();
    await use(
      async (text, values = []) =>
        (await client.query<Record<string, unknown>>(inWholeMilliseconds(text), [...values])).rows,
    );
    await client.end();
  },
  staffPage: async ({ browser, addresses, studio }, use) => {
    const context: BrowserContext = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${addresses.dashboard}/sign-in`);
    await signInAs(page, studio.signIn);
    await page.waitForURL(/\/calendar/);
    await use(page);
    await context.close();
  },
});

/** Headers of somebody at an address of their own: what fails there is counted there (AUTH-40). Every test has one to begin with. */
export function anotherAddress(): Record<string, string> {
  return { "x-forwarded-for": `10.${[...randomBytes(3)].join(".")}` };
}

/** Password, then the app's code, from a sign-in page on. Each of the codes that count now serves for one sign-in, in order. */
export async function signInAs(
  page: Page,
  { email, password, secret }: SignInAs,
  code: CodeOf = "current",
): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/second-factor/);
  await page.getByLabel("Code").fill(appCode(secret, code));
  await page.getByRole("button", { name: "Continue" }).click();
}

/**
 * Has a session been idle, as `idle` writes it, when a page is looked at again, until `seen` is: what the page had asked for by itself may
 * come in after it was written, and counts as something done. `seen` throws soon where it is not so.
 */
export async function lookAgainUntil(
  page: Page,
  idle: () => Promise<unknown>,
  seen: () => Promise<unknown>,
): Promise<void> {
  await expect(async () => {
    await idle();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await seen();
  }).toPass({ timeout: 30_000 });
}

/** So many days from the studio's today, at a time on its wall, by the product's clock. */
export async function dayAhead(sql: Fixtures["sql"], days: number, time = "10:00"): Promise<Instant> {
  const [clock] = await sql("select extract(epoch from app.now()) * 1000 as ms");
  return wallTime(days, time, "America/New_York", Math.floor(Number(clock?.["ms"])));
}

/**
 * Whoever goes to a page is there once its script has begun to take over what the server sent: until then a press is lost, and nobody in a
 * story presses twice. A page without scripts is there at once, and one whose scripts never come after a while: its story says what is right.
 */
function waitForScripts(page: Page): void {
  const { goto, reload, waitForURL } = page;
  page.goto = async (...going) => {
    const answer = await goto.apply(page, going);
    await scriptsTakeOver(page);
    return answer;
  };
  page.reload = async (...again) => {
    const answer = await reload.apply(page, again);
    await scriptsTakeOver(page);
    return answer;
  };
  page.waitForURL = async (...wanted) => {
    await waitForURL.apply(page, wanted);
    await scriptsTakeOver(page);
  };
}

type Scripted = {
  readonly ownerDocument: {
    readonly defaultView: object | null;
    querySelectorAll(selector: string): Iterable<object>;
  };
};

async function scriptsTakeOver(page: Page): Promise<void> {
  const haveTakenOver = async () =>
    await page
      .locator("html")
      .evaluate(({ ownerDocument }: Scripted) => {
        const { defaultView: view } = ownerDocument;
        const hasScripts = view !== null && "__next_f" in view;
        // What follows the frame, once it is there, is taken over by itself.
        const last = [...ownerDocument.querySelectorAll("main button")].at(-1);
        // What has arrived behind the frame waits unseen until it is put in its place: a story would find it twice.
        const arrived = [...ownerDocument.querySelectorAll('[hidden][id^="S:"]')];
        return (
          !hasScripts ||
          (arrived.length === 0 &&
            Object.keys(ownerDocument).some((key) => key.startsWith("__reactContainer")) &&
            (last === undefined || Object.keys(last).some((key) => key.startsWith("__reactProps"))))
        );
      })
      .catch(() => false); // it goes on to the next page just now
  await expect
    .poll(haveTakenOver, { timeout: 10_000, intervals: [20, 50, 100, 250] })
    .toBe(true)
    .catch(() => undefined);
}

/** Waits until the page's script has taken over what the server sent: a text area is put back to its first text then, whatever was typed. */
export async function untilTakenOver(element: Locator): Promise<void> {
  await expect
    .poll(
      async () =>
        await element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps"))),
    )
    .toBe(true);
}

/** Presses Tab until something has the focus, or Shift and Tab where it lies behind; then it can be seen, and that it has the focus as well. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const way = async () =>
    await target.evaluate((element) => {
      const focused = element.ownerDocument.activeElement;
      if (focused === element) return null;
      const [precedes, isOutside] = [2, element.ownerDocument.body === focused];
      const isBehind = !isOutside && (focused?.compareDocumentPosition(element) ?? 0) & precedes;
      return isBehind ? "Shift+Tab" : "Tab";
    });
  let next = await way();
  for (let presses = 0; presses < 100 && next !== null; presses += 1) {
    await page.keyboard.press(next);
    next = await way();
  }
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  const isOutlined = async () =>
    await target.evaluate((element) => {
      const card = element.closest("label") ?? element; // draws it around itself instead of around the small circle in it
      const view = element.ownerDocument.defaultView;
      return [element, card].some((one) => view?.getComputedStyle(one).outlineStyle !== "none");
    });
  await expect.poll(isOutlined, "one sees what has the focus").toBe(true);
}

/** The same, and a key pressed there. */
export async function pressOn(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** The same, and typed in place of what is there. A date is typed as "2027-03-20", a time as "16:30", whatever the field asks for. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  const keys = asKeys(text);
  if (keys === text) await page.keyboard.press("ControlOrMeta+A");
  else for (const _part of ["year", "day", "month"]) await page.keyboard.press("ArrowLeft"); // the first of its parts
  await page.keyboard.type(keys);
  await expect(target).toHaveValue(text);
}

/** As the fields of an American browser take it: month, day and year; hours of twelve. */
function asKeys(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year !== undefined) return `${month}${day}${year}`;
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined) return text;
  return `${String(Number(hour) % 12 || 12).padStart(2, "0")}${minute}${Number(hour) < 12 ? "A" : "P"}`;
}

/** The place is kept: an area, or something in it, has the focus, though what had it may be gone. A dialog that catches it keeps no place. */
export async function expectFocusIn(area: Locator): Promise<void> {
  const holder = area.page().locator(":focus:not([role=dialog])");
  await expect(area.and(holder).or(area.locator(holder))).toHaveCount(1);
}

type Moving = {
  readonly ownerDocument: { getAnimations(): readonly { readonly finished: Promise<unknown> }[] };
};

/**
 * No axe violation at WCAG 2.1 AA on the page as it stands once nothing on it moves: half way between two looks a colour is neither.
 * That it has a title is waited for instead of asked of axe: while a page is drawn anew, the old one is gone before the next is there.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  await page.locator("html").evaluate(async ({ ownerDocument }: Moving) => {
    await Promise.allSettled(ownerDocument.getAnimations().map(async ({ finished }) => await finished));
  });
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .disableRules("document-title")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual(
    [],
  );
}

/**
 * The page as a phone, a tablet and a desk see it: nothing scrolls sideways at any of their widths. With PHOTOGRAPHS=1 each is also
 * written, light and dark, into the ignored folder `screenshots/`, for eyes; without it nobody looks, and a fifth of the time is saved.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve("@quietroom/testing/package.json")),
    "../../screenshots",
  );
  const eyes = process.env["PHOTOGRAPHS"] === "1" ? (["light", "dark"] as const) : [];
  const before = page.viewportSize();
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
    for (const colorScheme of eyes) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: path.join(folder, `${name}-${width}-${colorScheme}.png`),
        fullPage: true,
        animations: "disabled", // a colour half way between two themes is in neither
      });
    }
    const overflow = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
    expect(overflow, `${name} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}

/** The links of one email to the booking site, by what they lead to: "visit", "offer", "way-in". */
export function linksIn(email: Email, kind: "visit" | "offer" | "way-in"): readonly string[] {
  return [...new Set(email.text.match(new RegExp(`https?://\\S+/${kind}/[\\w-]+(\\?\\S*)?`, "g")) ?? [])];
}

function emailsIn(answer: unknown): readonly Email[] {
  return (answer as { readonly messages: readonly Email[] }).messages;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the browser tests with \`pnpm e2e\``);
  return value;
}

export { appCode, expect, previousCode };
