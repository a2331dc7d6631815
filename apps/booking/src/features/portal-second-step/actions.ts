"use server";

import { typedCode } from "@quietroom/contracts/client-factors";
import { redirect } from "next/navigation";
import { portalFactorsAt, portalFrom, setPortalCookies } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";
import { wayBack } from "../../studio/way-back.ts";
import type { StepState } from "./step-state.ts";

/** Passes the second step with a code, and goes where its client was going; or sets an app up, and shows its recovery codes first. */
export async function passStep(
  studio: string,
  back: string,
  _before: StepState,
  sent: FormData,
): Promise<StepState> {
  const code = codeIn(sent);
  if (code === null) return { problem: "wrong_code", codes: null };
  const passed = await (await portalFactorsAt(studio)).pass(studio, code, await portalFrom());
  if (!passed.ok) return { problem: passed.refusal, codes: null };
  const { cookies, codes } = passed.value;
  await setPortalCookies(cookies);
  if (codes === null) redirect(wayBack(studio, back));
  return { problem: null, codes };
}

/** Ten new recovery codes in place of those from before. */
export async function renewCodes(studio: string, _before: StepState, sent: FormData): Promise<StepState> {
  const code = codeIn(sent);
  if (code === null) return { problem: "wrong_code", codes: null };
  const renewed = await (await portalFactorsAt(studio)).renewCodes(studio, code, await portalFrom());
  return renewed.ok
    ? { problem: null, codes: renewed.value.codes }
    : { problem: renewed.refusal, codes: null };
}

/** Takes the app away. */
export async function removeApp(studio: string, _before: StepState, sent: FormData): Promise<StepState> {
  const code = codeIn(sent);
  if (code === null) return { problem: "wrong_code", codes: null };
  const removed = await (await portalFactorsAt(studio)).removeApp(studio, code, await portalFrom());
  if (!removed.ok) return { problem: removed.refusal, codes: null };
  await setPortalCookies(removed.value);
  redirect(`/${studio}/portal/account?done=app_removed`);
}

function codeIn(sent: FormData): string | null {
  return typedCode.safeParse(sentForm(sent).get("code")).data ?? null;
}
