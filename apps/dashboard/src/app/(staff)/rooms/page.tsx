import { can } from "@quietroom/domain/access";
import { instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { RoomsAndDevices } from "../../../features/rooms/rooms-and-devices.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Rooms and devices" };

export default async function RoomsPage() {
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const resources = await caller.resource.list({});
  const actor = await signedIn();
  return (
    <RoomsAndDevices
      initial={resources}
      locale={studio.locale}
      today={localDate(instant(now), studio.timeZone)}
      canEdit={can(actor, "studio:manage")}
      canReassign={can(actor, "appointment:manage")}
    />
  );
}
