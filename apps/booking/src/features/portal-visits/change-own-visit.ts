"use server";

import { askToCancelOwnVisit, cancelOwnVisit, rescheduleOwnVisit } from "@quietroom/contracts/portal";
import { slugSchema } from "@quietroom/contracts/wire";
import { isUuid } from "@quietroom/domain/ids";
import { redirect } from "next/navigation";
import { asClient, clientCaller } from "../../server/portal.ts";
import { isWayBack, sentForm } from "../../server/sent-form.ts";

/** Cancels one of the signed-in client's own visits and shows what became of it; a refusal is shown on the same page. */
export async function cancelOwn(studio: string, id: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = ownVisitPath(studio, id);
  const asked = cancelOwnVisit.input.safeParse({
    studio,
    appointmentId: id,
    reason: form.get("reason") ?? "",
  });
  if (!asked.success) redirect(`${here}/cancel?refused=reason`);
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.portal.cancelVisit(asked.data));
  redirect(
    answer.ok || answer.refusal.code === "already_cancelled"
      ? here
      : `${here}/cancel?refused=${answer.refusal.code}`,
  );
}

/** Asks the studio to cancel one of the signed-in client's own visits, now that it is too late to do so alone. */
export async function askToCancelOwn(studio: string, id: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = ownVisitPath(studio, id);
  const asked = askToCancelOwnVisit.input.safeParse({
    studio,
    appointmentId: id,
    reason: form.get("reason") ?? "",
  });
  if (!asked.success) redirect(`${here}/cancel?refused=reason`);
  const caller = await clientCaller();
  await asClient(studio, () => caller.portal.askToCancelVisit(asked.data));
  redirect(here);
}

/** Moves one of the signed-in client's own visits as they saw it (`seen` is its version), or says why not and what is free instead. */
export async function moveOwn(
  studio: string,
  id: string,
  seen: number,
  from: string,
  sent: FormData,
): Promise<void> {
  const form = sentForm(sent);
  const here = ownVisitPath(studio, id);
  if (!isWayBack(from, here)) redirect(here);
  const asked = rescheduleOwnVisit.input.safeParse({
    studio,
    appointmentId: id,
    practitionerId: form.get("practitionerId") || null,
    startsAt: Number(form.get("startsAt")),
    seen,
  });
  if (!asked.success) redirect(`${from}&refused=off_grid`);
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.portal.rescheduleVisit(asked.data));
  if (answer.ok) redirect(`${here}?moved=1`);
  const others = answer.refusal.alternatives.map((slot) => slot.startsAt).join(",");
  redirect(`${from}&refused=${answer.refusal.code}${others === "" ? "" : `&instead=${others}`}`);
}

/** The visit's own page. Both parts come back from a browser, so their shape is checked before they become an address. */
function ownVisitPath(studio: string, id: string): string {
  if (!slugSchema.safeParse(studio).success || !isUuid(id)) redirect("/");
  return `/${studio}/portal/visit/${id}`;
}
