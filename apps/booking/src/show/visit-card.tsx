import { CircleUserRound, MapPin, Video } from "lucide-react";
import { money } from "./format-time.ts";
import { When } from "./when.tsx";

export type Visit = {
  readonly serviceName: string;
  readonly practitionerName: string;
  readonly locationName: string;
  readonly address: string;
  readonly mode: "in_person" | "telehealth";
  readonly startsAt: number;
  readonly endsAt: number;
  readonly timeZone: string;
  readonly clientTimeZone: string | null;
  readonly priceMinor: number;
  readonly currency: string;
  /** How many people come, to a group session. */
  readonly partySize?: number | null;
};

/** When, with whom, where and how much: one card wherever a client looks at a visit. */
export function VisitCard({
  visit,
  viewerZone,
  locale,
}: {
  readonly visit: Visit;
  readonly viewerZone: string | null;
  readonly locale: string;
}) {
  return (
    <section
      aria-label="The visit"
      className="grid gap-4 rounded-xl border border-line bg-raised p-6 shadow-xs"
    >
      <When
        startsAt={visit.startsAt}
        endsAt={visit.endsAt}
        mode={visit.mode}
        studioZone={visit.timeZone}
        viewerZone={viewerZone ?? visit.clientTimeZone}
        locale={locale}
      />
      <ul className="grid gap-2 border-line border-t pt-4">
        <li className="font-medium">{visit.serviceName}</li>
        <li className="flex items-start gap-2 text-muted">
          <CircleUserRound aria-hidden="true" className="mt-1 size-4 shrink-0" />
          {visit.practitionerName}
        </li>
        <li className="flex items-start gap-2 text-muted">
          {visit.mode === "telehealth" ? (
            <>
              <Video aria-hidden="true" className="mt-1 size-4 shrink-0" />
              Online
            </>
          ) : (
            <>
              <MapPin aria-hidden="true" className="mt-1 size-4 shrink-0" />
              <span>
                {visit.locationName}, {visit.address}
              </span>
            </>
          )}
        </li>
        <li className="figures text-muted">
          {money(visit.priceMinor, visit.currency, locale)}
          {(visit.partySize ?? 1) > 1 ? ` for ${visit.partySize} people` : null}
        </li>
      </ul>
    </section>
  );
}
