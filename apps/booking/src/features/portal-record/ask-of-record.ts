"use server";

import { askRequest, withdrawRequest } from "@quietroom/contracts/records";
import { slugSchema } from "@quietroom/contracts/wire";
import { redirect } from "next/navigation";
import { asClient, clientCaller } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";

/** Asks the studio to correct the client's record or to use less of it; a refusal is shown on the same page. */
export async function askOfRecord(studio: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = recordPath(studio);
  const asked = askRequest.input.safeParse({ studio, kind: form.get("kind"), wish: form.get("wish") });
  if (!asked.success) redirect(`${here}?refused=words#ask`);
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.record.ask(asked.data));
  redirect(answer.ok ? `${here}?asked=1` : `${here}?refused=${answer.refusal}#ask`);
}

/** Takes a request back that nobody has answered yet. */
export async function takeBack(studio: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = recordPath(studio);
  const asked = withdrawRequest.input.safeParse({ studio, requestId: form.get("requestId") });
  if (!asked.success) redirect(here);
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.record.withdraw(asked.data));
  redirect(answer.ok ? `${here}?taken=1` : `${here}?refused=${answer.refusal}#ask`);
}

function recordPath(studio: string): string {
  if (!slugSchema.safeParse(studio).success) redirect("/");
  return `/${studio}/portal/record`;
}
