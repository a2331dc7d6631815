"use server";

import { askWayIn, wayInLink } from "@quietroom/contracts/portal";
import { emailedCode } from "@quietroom/contracts/public-booking";
import { slugSchema } from "@quietroom/contracts/wire";
import { formText } from "@quietroom/ui/form-text";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { portalCookies, portalDoor, portalSender, setPortalCookies } from "../../server/portal.ts";
import { findStudio } from "../../server/studio.ts";
import type { AskState, CodeState } from "./door-state.ts";
import { sentForm } from "../../server/sent-form.ts";
import { wayBack, wayBackCookie, wayBackSec } from "../../studio/way-back.ts";

/**
 * Asks for the way in. What comes back is the same whoever asked; what was typed is kept only when it has a mistake in form. `back` is
 * the page to be led to once in.
 */
export async function ask(
  studio: string,
  back: string,
  _before: AskState,
  sent: FormData,
): Promise<AskState> {
  const form = sentForm(sent);
  const here = await portalPath(studio);
  const values = {
    email: formText(form, "email").trim().slice(0, 300),
    birthDate: formText(form, "birthDate").slice(0, 20),
  };
  const asked = askWayIn.safeParse(values);
  if (!asked.success) {
    const wrong = new Set(asked.error.issues.map((issue) => issue.path[0]));
    return {
      values,
      refused: null,
      errors: {
        ...(wrong.has("email") ? { email: "Enter one email address such as ana@example.com." } : {}),
        ...(wrong.has("birthDate") ? { birthDate: "Enter your date of birth." } : {}),
      },
    };
  }
  const answer = await (await portalDoor()).ask(studio, asked.data);
  if (!answer.ok) return { values, errors: {}, refused: answer.refusal };
  await setPortalCookies([answer.value]);
  const next = wayBack(studio, back);
  const cookie = { name: wayBackCookie(studio), path: here, secure: answer.value.secure };
  (await cookies()).set({ ...cookie, value: next, httpOnly: true, sameSite: "lax", maxAge: wayBackSec });
  redirect(`${here}/sign-in?asked=1`);
}

/** Comes in with the code of the mail, in the browser that asked. */
export async function enterByCode(studio: string, _before: CodeState, sent: FormData): Promise<CodeState> {
  const form = sentForm(sent);
  return await enter(studio, null, form);
}

/** Comes in with the mail's link, and its code where this browser is not the one that asked. Only this lets in; opening does not. */
export async function enterByLink(
  studio: string,
  link: string,
  _before: CodeState,
  sent: FormData,
): Promise<CodeState> {
  const form = sentForm(sent);
  return await enter(studio, link, form);
}

async function enter(studio: string, link: string | null, form: FormData): Promise<CodeState> {
  const here = await portalPath(studio);
  const typed = form.get("code");
  const code = typed === null ? null : emailedCode.safeParse(typed);
  if (code?.success === false) return { refused: "not_a_code" };
  if (link !== null && !wayInLink.safeParse(link).success) return { refused: "unknown" };
  const from = { ...(await portalSender()), cookies: await portalCookies() };
  const come = await (await portalDoor()).comeIn(studio, { link, code: code?.data ?? null }, from);
  if (!come.ok) return { refused: come.refusal };
  await setPortalCookies(come.value);
  const jar = await cookies();
  const next = wayBack(studio, jar.get(wayBackCookie(studio))?.value);
  jar.delete({ name: wayBackCookie(studio), path: here });
  redirect(next);
}

/** Ends the session here and shows that it is over. */
export async function leave(studio: string): Promise<void> {
  const here = await portalPath(studio);
  await setPortalCookies([await (await portalDoor()).leave(studio, await portalCookies())]);
  redirect(`${here}/sign-in?left=1`);
}

/** The address comes back from a browser, so it is checked before it becomes a path. */
async function portalPath(studio: string): Promise<string> {
  if (!slugSchema.safeParse(studio).success || (await findStudio(studio)) === null) redirect("/");
  return `/${studio}/portal`;
}
