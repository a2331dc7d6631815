import { instant } from "@quietroom/domain/time";
import { appointmentIcs } from "@quietroom/integrations";
import { loadStudio } from "../../../../../server/studio.ts";
import { loadVisit } from "../../../../../server/visit.ts";

export const dynamic = "force-dynamic";

/** The visit as a calendar file: time, place and studio, nothing about care. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly studio: string; readonly token: string }> },
): Promise<Response> {
  const { studio: slug, token } = await params;
  const studio = await loadStudio(slug);
  const found = await loadVisit(slug, token);
  if (!found.ok) return new Response("This link does not work (any more).\n", { status: 404 });
  const visit = found.value;
  const ics = appointmentIcs({
    studio: { name: studio.name, email: studio.email },
    visit: {
      appointmentId: visit.id,
      version: visit.version,
      versionedAt: instant(visit.versionedAt),
      start: instant(visit.startsAt),
      end: instant(visit.endsAt),
      clientTimeZone: visit.clientTimeZone,
      place:
        visit.mode === "telehealth"
          ? { kind: "online", timeZone: visit.timeZone, howToJoin: null }
          : { kind: "in_person", timeZone: visit.timeZone, name: visit.locationName, address: visit.address },
    },
    standing: visit.status === "cancelled" ? "cancelled" : "stands",
  });
  return new Response(ics, {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'attachment; filename="visit.ics"',
      "cache-control": "private, no-store",
    },
  });
}
