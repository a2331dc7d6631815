"use server";

import { answerOffer } from "@quietroom/contracts/waitlist";
import { slugSchema, tokenSchema } from "@quietroom/contracts/wire";
import { redirect } from "next/navigation";
import { publicCaller } from "../../server/api.ts";
import { sentForm } from "../../server/sent-form.ts";

/** Accepts or declines an offer. Only a press does: opening the link, as mail scanners do, answers nothing. */
export async function answer(studio: string, token: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  if (!slugSchema.safeParse(studio).success || !tokenSchema.safeParse(token).success) redirect("/");
  const here = `/${studio}/offer/${token}`;
  const insteadOf = form.get("insteadOf");
  const asked = answerOffer.input.safeParse({
    studio,
    token,
    answer: form.get("answer"),
    insteadOf: typeof insteadOf === "string" && insteadOf !== "none" ? insteadOf : null,
  });
  if (!asked.success) redirect(here);
  const caller = await publicCaller();
  const said = await caller.offer.answer(asked.data);
  if (said.ok && said.value.manageToken !== null)
    redirect(`/${studio}/visit/${said.value.manageToken}?${asked.data.insteadOf ? "moved" : "booked"}=1`);
  redirect(said.ok ? here : `${here}?refused=${said.refusal.code}`);
}
