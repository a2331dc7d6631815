"use server";

import { chooseOwn } from "@quietroom/contracts/preferences";
import { slugSchema } from "@quietroom/contracts/wire";
import { redirect } from "next/navigation";
import { asClient, clientCaller } from "../../server/portal.ts";
import { sentForm } from "../../server/sent-form.ts";

/** Switches one category of messages by one channel on or off. */
export async function choose(studio: string, sent: FormData): Promise<void> {
  if (!slugSchema.safeParse(studio).success) redirect("/");
  const here = `/${studio}/portal/messages`;
  const form = sentForm(sent);
  const asked = chooseOwn.input.safeParse({
    studio,
    category: form.get("category"),
    channel: form.get("channel"),
    wanted: form.get("wanted") === "on",
  });
  if (!asked.success) redirect(here);
  const { category, channel, wanted } = asked.data;
  const caller = await clientCaller();
  const answer = await asClient(studio, () => caller.preferences.choose(asked.data));
  const about = `${category}-${channel}`;
  redirect(
    answer.ok
      ? `${here}?${wanted ? "on" : "off"}=${about}#${about}`
      : `${here}?refused=${answer.refusal}&about=${about}#${about}`,
  );
}
