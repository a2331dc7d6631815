import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { Places } from "../../../features/places/places.tsx";
import { TravelTimes } from "../../../features/places/travel.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Places" };

export default async function PlacesPage() {
  const caller = await staffCaller();
  const { studio } = await caller.me({});
  const canEdit = can(await signedIn(), "studio:manage");
  return (
    <>
      <Places
        initial={await caller.place.list({})}
        studioZone={studio.timeZone}
        locale={studio.locale}
        weekStart={studio.weekStart}
        canEdit={canEdit}
      />
      <TravelTimes initial={await caller.place.travel({})} canEdit={canEdit} />
    </>
  );
}
