"use server";

import { unsubscribe } from "@quietroom/contracts/preferences";
import { redirect } from "next/navigation";
import { publicCaller } from "../../server/api.ts";

/** Switches off what the message with this link was. Only a press does: opening the link, as mail scanners do, switches nothing. */
export async function stop(studio: string, token: string): Promise<void> {
  const asked = unsubscribe.input.safeParse({ studio, token });
  if (!asked.success) redirect("/");
  const caller = await publicCaller();
  await caller.unsubscribe.stop(asked.data);
  redirect(`/${asked.data.studio}/unsubscribe/${asked.data.token}`);
}
