import { can } from "@quietroom/domain/access";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AppointmentPanel } from "../../../features/appointment-panel/appointment-panel.tsx";
import { CalendarView } from "../../../features/calendar/calendar-view.tsx";
import { daysOf, readPlace } from "../../../features/calendar/range.ts";
import { PickClient } from "../../../features/find-client/pick-client.tsx";
import { whatFinds } from "../../../features/find-client/what-finds.ts";
import { NewVisit } from "../../../features/new-visit/new-visit.tsx";
import { pagesFor } from "../../../features/staff-frame/pages-for.ts";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Calendar" };

export default async function CalendarPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  // Sign-in leads here; whoever has no calendar begins at their own first page.
  const actor = await signedIn();
  const [first] = pagesFor(actor);
  if (first !== "calendar") redirect(`/${first ?? "account"}`);
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const { weekStart } = studio;
  const by = whatFinds(actor);
  const place = readPlace(await searchParams, localDate(instant(now), studio.timeZone));
  const days = daysOf(place, weekStart);
  const initial = await caller.calendar.range({
    from: days[0] ?? place.date,
    until: addDays(days.at(-1) ?? place.date, 1),
  });
  return (
    <>
      <CalendarView
        key={`${place.view}${place.date}`}
        place={place}
        weekStart={weekStart}
        initial={initial}
        newVisit={
          can(actor, "appointment:create") && by !== "nothing" ? (
            <NewVisit
              services={(await caller.service.list({})).filter(({ active }) => active)}
              places={(await caller.place.list({})).filter(({ active }) => active)}
              people={initial.practitioners}
              pickClient={<PickClient name="clientId" by={by} chosen={null} unchosen="Find a client" />}
              date={place.date}
              locale={studio.locale}
            />
          ) : null
        }
      />
      <AppointmentPanel
        locale={studio.locale}
        consents={can(actor, "consent:record") ? "record" : can(actor, "consent:view") ? "look" : "none"}
        practitioners={initial.practitioners}
        mayReadAudit={can(actor, "audit:view")}
      />
    </>
  );
}
