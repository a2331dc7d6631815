"use server";

import { endClientSession } from "@quietroom/contracts/portal";
import { slugSchema } from "@quietroom/contracts/wire";
import { redirect } from "next/navigation";
import { asClient, clientCaller } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";

/** Ends one of the client's other sessions. */
export async function endSession(studio: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  const here = accountPath(studio);
  const asked = endClientSession.input.safeParse({ studio, sessionId: form.get("sessionId") });
  if (!asked.success) redirect(here);
  const caller = await clientCaller();
  await asClient(studio, () => caller.portal.endSession(asked.data));
  redirect(`${here}?ended=1`);
}

/** Ends all of the client's sessions but this one. */
export async function endOtherSessions(studio: string): Promise<void> {
  const here = accountPath(studio);
  const caller = await clientCaller();
  await asClient(studio, () => caller.portal.endOtherSessions({ studio }));
  redirect(`${here}?ended=1`);
}

function accountPath(studio: string): string {
  if (!slugSchema.safeParse(studio).success) redirect("/");
  return `/${studio}/portal/account`;
}
