"use server";

import { comeInWithPassword } from "@quietroom/contracts/client-factors";
import { formText } from "@quietroom/ui/form-text";
import { portalFactorsAt, portalFrom, setPortalCookies } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";
import { wayBack } from "../../studio/way-back.ts";
import type { SignInState } from "./sign-in-state.ts";

/** Comes in by a password. One answer for every wrong try, so that nobody learns who is a client here. */
export async function signIn(
  studio: string,
  back: string,
  before: SignInState,
  sent: FormData,
): Promise<SignInState> {
  const form = sentForm(sent);
  const values = {
    email: formText(form, "email").trim().slice(0, 300),
    birthDate: formText(form, "birthDate").slice(0, 20),
  };
  const proof = formText(form, "proof");
  const shown = comeInWithPassword.safeParse({
    ...values,
    password: formText(form, "password"),
    proof: proof === "" ? null : proof,
  });
  if (!shown.success) {
    const wrong = new Set(shown.error.issues.map((issue) => issue.path[0]));
    return {
      ...before,
      values,
      refused: null,
      errors: {
        ...(wrong.has("email") ? { email: "Enter one email address such as ana@example.com." } : {}),
        ...(wrong.has("birthDate") ? { birthDate: "Enter your date of birth." } : {}),
        ...(wrong.has("password") ? { password: "Enter your password." } : {}),
      },
    };
  }
  const come = await (await portalFactorsAt(studio)).comeIn(studio, shown.data, await portalFrom());
  if (!come.ok) return { values, errors: {}, refused: come.refusal, to: null };
  await setPortalCookies(come.value);
  return { values, errors: {}, refused: null, to: wayBack(studio, back) };
}
