import { idSchema, localDateSchema } from "@quietroom/contracts/wire";
import { can } from "@quietroom/domain/access";
import { instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { z } from "zod";
import { PickClient } from "../../../features/find-client/pick-client.tsx";
import { whatFinds } from "../../../features/find-client/what-finds.ts";
import { GroupSessions } from "../../../features/groups/group-sessions.tsx";
import { staffCaller } from "../../../server/api.ts";
import { studioPeople } from "../../../server/people.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Group sessions" };

/** What can be asked for in the address; anything else is as if nothing was asked. */
const asked = z.object({
  from: localDateSchema.optional().catch(undefined),
  open: idSchema<"appointment">().optional().catch(undefined),
});

export default async function GroupsPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const caller = await staffCaller();
  const actor = await signedIn();
  const { studio, now } = await caller.me({});
  const today = localDate(instant(now), studio.timeZone);
  const { from = today, open = null } = asked.parse(await searchParams);
  const initial = await caller.groups.list({ from });
  const maySchedule = can(actor, "appointment:manage");
  const by = whatFinds(actor);
  return (
    <GroupSessions
      key={`${from} ${open ?? ""}`}
      initial={initial}
      from={from}
      today={today}
      opened={open}
      locale={studio.locale}
      choices={
        maySchedule
          ? {
              services: (await caller.service.list({})).filter(({ active }) => active),
              places: (await caller.place.list({})).filter(({ active }) => active),
              people: await studioPeople(),
            }
          : null
      }
      pickClient={
        by === "nothing" ? null : (
          <PickClient name="clientId" by={by} chosen={null} unchosen="Find a client" />
        )
      }
    />
  );
}
