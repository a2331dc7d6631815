"use server";

import { holdSlot } from "@quietroom/contracts/public-booking";
import { slugSchema } from "@quietroom/contracts/wire";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { carriedBy } from "../../bot-check/carried.ts";
import { publicCaller } from "../../server/api.ts";
import { viewerZone } from "../../server/viewer.ts";
import { isWayBack, sentForm } from "../../server/sent-form.ts";

const HOLD_COOKIE = "quietroom-hold";

/**
 * Holds the chosen time and goes on to the details; a time that cannot be had goes back to the times with the reason.
 * One visitor has one hold: the one before is let go with the same step. `from` is the page to go back to.
 */
export async function holdTime(studio: string, from: string, sent: FormData): Promise<void> {
  const form = sentForm(sent);
  // Both arguments travel through the browser; a way back leads nowhere but to this studio's own pages.
  if (!slugSchema.safeParse(studio).success || !isWayBack(from, `/${studio}/`)) redirect("/");
  const jar = await cookies();
  const asked = holdSlot.input.safeParse({
    studio,
    choice: {
      serviceId: form.get("serviceId"),
      practitionerId: form.get("practitionerId") || null,
      mode: form.get("mode"),
      locationId: form.get("locationId"),
      durationMin: form.get("durationMin") ? Number(form.get("durationMin")) : undefined,
    },
    startsAt: Number(form.get("startsAt")),
    viewerZone: await viewerZone(),
    releaseToken: jar.get(HOLD_COOKIE)?.value ?? null,
    ...carriedBy(form),
  });
  if (!asked.success) redirect(`${from}&refused=unknown_service`);
  const caller = await publicCaller();
  const answer = await caller.hold.create(asked.data);
  if (!answer.ok) {
    const { code, alternatives } = answer.refusal;
    // Whoever is to work first is asked about the very time that they chose.
    const others =
      code === "proof_needed"
        ? String(asked.data.startsAt)
        : alternatives.map((slot) => slot.startsAt).join(",");
    redirect(`${from}&refused=${code}${others === "" ? "" : `&instead=${others}`}`);
  }
  jar.set(HOLD_COOKIE, answer.value.token, {
    httpOnly: true,
    sameSite: "lax",
    path: `/${studio}`,
    maxAge: 3600,
  });
  redirect(`/${studio}/hold/${answer.value.token}`);
}
