"use server";

import { changeOwnFactor, chosenPassword } from "@quietroom/contracts/client-factors";
import { formText } from "@quietroom/ui/form-text";
import { redirect } from "next/navigation";
import { portalFactorsAt, portalFrom, setPortalCookies } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";
import type { PasswordState } from "./password-state.ts";

/** Adds a password to the client's own account, or gives it another. */
export async function setPassword(
  studio: string,
  _before: PasswordState,
  sent: FormData,
): Promise<PasswordState> {
  const next = chosenPassword.safeParse(sentForm(sent).get("next"));
  if (!next.success) {
    const typed = formText(sentForm(sent), "next");
    return { problem: typed === "" ? "password_too_short" : "password_too_long" };
  }
  return await change(studio, sent, next.data);
}

/** Takes it away. */
export async function removePassword(
  studio: string,
  _before: PasswordState,
  sent: FormData,
): Promise<PasswordState> {
  return await change(studio, sent, null);
}

async function change(studio: string, sent: FormData, next: string | null): Promise<PasswordState> {
  const form = sentForm(sent);
  const proof = changeOwnFactor.safeParse({
    current: formText(form, "current"),
    code: formText(form, "code"),
  });
  if (!proof.success) return { problem: "wrong_password" };
  const from = await portalFrom();
  const changed = await (await portalFactorsAt(studio)).setPassword(studio, { ...proof.data, next }, from);
  if (!changed.ok) return { problem: changed.refusal };
  await setPortalCookies(changed.value);
  redirect(`/${studio}/portal/account?done=${next === null ? "password_removed" : "password_set"}`);
}
