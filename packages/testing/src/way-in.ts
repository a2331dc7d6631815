import { expect, type Page } from "@playwright/test";
import { ana } from "./book-a-visit.ts";
import { type Email, linksIn } from "./browser.ts";

/** Asks at the door of a studio's portal for a way in, as Ana. */
export async function askForWayIn(page: Page, studioUrl: string, email: string): Promise<void> {
  await page.goto(`${studioUrl}/portal/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Date of birth").fill(ana.birthDate);
  await page.getByRole("button", { name: "Email me a way in" }).click();
  await expect(page.getByRole("heading", { name: "Look at your email" })).toBeVisible();
}

type WayIn = { readonly link: string; readonly code: string; readonly mail: Email };

/** The latest mail that is a way in: its link and its code. */
export function wayInOf(emails: readonly Email[]): WayIn {
  const mail = emails.findLast((email) => linksIn(email, "way-in").length > 0);
  const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
  const [link] = mail === undefined ? [] : linksIn(mail, "way-in");
  if (mail === undefined || link === undefined || code === undefined) throw new Error("no way in was mailed");
  return { link, code, mail };
}

/** Comes into the portal by the link of a mail. */
export async function comeIn(page: Page, studioUrl: string, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Come in" }).click();
  await page.waitForURL((url) => url.href.startsWith(`${studioUrl}/portal`));
}

/** What a page knows of how it was loaded. As text, a page's policy would refuse to run the question a second time. */
type Loaded = {
  readonly performance: { getEntriesByType(kind: string): readonly { readonly name: string }[] };
  readonly location: { readonly origin: string; readonly pathname: string };
  readonly document: { readonly readyState: string };
};

/** Waits until a client is out, and nothing of the document that they were in is left: the door loads itself anew for that. */
export async function untilSignedOut(page: Page): Promise<void> {
  await page.waitForURL(/\/portal\/sign-in\?left=1/);
  await page.waitForFunction(() => {
    const { performance, location, document } = globalThis as unknown as Loaded;
    const [loaded] = performance.getEntriesByType("navigation");
    return (
      loaded?.name.split("?")[0] === `${location.origin}${location.pathname}` &&
      document.readyState === "complete"
    );
  });
  await expect(page.getByText("You are signed out")).toBeVisible();
}
