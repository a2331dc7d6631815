import { loadStudio } from "../../../../../server/studio.ts";
import { visitCalendar } from "../../../../../server/visit-calendar.ts";
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
  const ics = visitCalendar(studio, visit);
  return new Response(ics, {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'attachment; filename="visit.ics"',
      "cache-control": "private, no-store",
    },
  });
}
