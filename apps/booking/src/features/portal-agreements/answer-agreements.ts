"use server";

import { acceptDocuments, answerConsent } from "@quietroom/contracts/agreements";
import { slugSchema } from "@quietroom/contracts/wire";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { readAccepted } from "../../client-details/accepted-documents.ts";
import { asClient, clientCaller } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";

/** Accepts what the studio published; without a tick the page says so. */
export async function acceptPublished(studio: string, sent: FormData): Promise<void> {
  const here = agreementsPath(studio);
  const asked = acceptDocuments.input.safeParse({ studio, documents: readAccepted(sentForm(sent)) });
  if (!asked.success) redirect(`${here}?refused=tick`);
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.agreements.accept(asked.data));
  if (!answer.ok) redirect(`${here}?refused=${answer.refusal}`);
  // The frame around every page of the portal asks for what is owed.
  revalidatePath(`/${studio}/portal`, "layout");
  redirect(`${here}?accepted=1`);
}

/** Says yes or no to one kind of consent, or takes back what was said. */
export async function sayConsent(studio: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = agreementsPath(studio);
  const asked = answerConsent.input.safeParse({
    studio,
    kind: form.get("kind"),
    answer: form.get("answer"),
    version: Number(form.get("version")),
    reason: form.get("reason") ?? undefined,
  });
  if (!asked.success) {
    const about = answerConsent.input.shape.kind.safeParse(form.get("kind")).data;
    redirect(about === undefined ? here : `${here}?refused=reason&about=${about}#${about}`);
  }
  const { kind, answer: said } = asked.data;
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.agreements.answer(asked.data));
  redirect(
    answer.ok ? `${here}?${said}=${kind}#${kind}` : `${here}?refused=${answer.refusal}&about=${kind}#${kind}`,
  );
}

function agreementsPath(studio: string): string {
  if (!slugSchema.safeParse(studio).success) redirect("/");
  return `/${studio}/portal/agreements`;
}
