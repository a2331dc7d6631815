"use server";

import { holdSeats } from "@quietroom/contracts/groups";
import { slugSchema } from "@quietroom/contracts/wire";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { carriedBy } from "../../bot-check/carried.ts";
import { publicCaller } from "../../server/api.ts";
import { sentForm } from "../../server/sent-form.ts";
import { viewerZone } from "../../server/viewer.ts";

const HOLD_COOKIE = "quietroom-hold";

/** Holds seats of a session and goes on to the details; seats that cannot be had go back to the sessions with the reason. */
export async function holdSessionSeats(studio: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  if (!slugSchema.safeParse(studio).success) redirect("/");
  const jar = await cookies();
  const asked = holdSeats.input.safeParse({
    studio,
    groupSessionId: form.get("groupSessionId"),
    partySize: Number(form.get("partySize")),
    viewerZone: await viewerZone(),
    releaseToken: jar.get(HOLD_COOKIE)?.value ?? null,
    ...carriedBy(form),
  });
  const back = `/${encodeURIComponent(studio)}/groups`;
  if (!asked.success) redirect(`${back}?refused=session_cancelled`);
  const caller = await publicCaller();
  const answer = await caller.groups.hold(asked.data);
  if (!answer.ok) {
    const { code, left } = answer.refusal;
    redirect(
      `${back}?refused=${code}&session=${asked.data.groupSessionId}${left === null ? "" : `&left=${left}`}`,
    );
  }
  jar.set(HOLD_COOKIE, answer.value.token, {
    httpOnly: true,
    sameSite: "lax",
    path: `/${studio}`,
    maxAge: 3600,
  });
  redirect(`/${studio}/hold/${answer.value.token}`);
}
