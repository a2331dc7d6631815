"use server";

import { askToCancelByLink, cancelByLink, rescheduleByLink } from "@quietroom/contracts/public-booking";
import { slugSchema, tokenSchema } from "@quietroom/contracts/wire";
import { redirect } from "next/navigation";
import { publicCaller } from "../../server/api.ts";
import { isWayBack, sentForm } from "../../server/sent-form.ts";

/** Cancels the visit behind the link and shows what became of it; a refusal is shown on the same page. */
export async function cancelVisit(studio: string, token: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = visitPath(studio, token);
  const asked = cancelByLink.input.safeParse({ studio, token, reason: form.get("reason") ?? "" });
  if (!asked.success) redirect(`${here}/cancel?refused=reason`);
  const caller = await publicCaller();
  const answer = await caller.visit.cancel(asked.data);
  redirect(
    answer.ok || answer.refusal.code === "already_cancelled"
      ? here
      : `${here}/cancel?refused=${answer.refusal.code}`,
  );
}

/** Asks the studio to cancel the visit behind the link, now that it is too late to do so alone. */
export async function askToCancelVisit(studio: string, token: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = visitPath(studio, token);
  const asked = askToCancelByLink.input.safeParse({ studio, token, reason: form.get("reason") ?? "" });
  if (!asked.success) redirect(`${here}/cancel?refused=reason`);
  const caller = await publicCaller();
  await caller.visit.askToCancel(asked.data);
  // Whether it was asked now, before, or could not be: the visit's page says how it stands.
  redirect(here);
}

/** Moves the visit as its client saw it (`seen` is its version) to the chosen time, or says why not and what is free instead. */
export async function moveVisit(
  studio: string,
  token: string,
  seen: number,
  from: string,
  sent: FormData,
): Promise<void> {
  const form = sentForm(sent);
  const here = visitPath(studio, token);
  if (!isWayBack(from, here)) redirect(here);
  const asked = rescheduleByLink.input.safeParse({
    studio,
    token,
    practitionerId: form.get("practitionerId") || null,
    startsAt: Number(form.get("startsAt")),
    seen,
  });
  if (!asked.success) redirect(`${from}&refused=off_grid`);
  const caller = await publicCaller();
  const answer = await caller.visit.reschedule(asked.data);
  if (answer.ok) redirect(`${here}?moved=1`);
  const others = answer.refusal.alternatives.map((slot) => slot.startsAt).join(",");
  redirect(`${from}&refused=${answer.refusal.code}${others === "" ? "" : `&instead=${others}`}`);
}

/** The visit's own page. Both parts come back from a browser, so their shape is checked before they become an address. */
function visitPath(studio: string, token: string): string {
  if (!slugSchema.safeParse(studio).success || !tokenSchema.safeParse(token).success) redirect("/");
  return `/${studio}/visit/${token}`;
}
