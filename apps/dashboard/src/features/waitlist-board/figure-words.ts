import type { StaffOutput } from "@quietroom/api/client";
import { conversionTarget } from "@quietroom/domain/scheduling";
import { dayMs, hourMs, minuteMs } from "@quietroom/domain/time";

type Figures = Omit<StaffOutput["waitlist"]["figures"], "from">;

/** The figures of a period as a name, a number and what it is of, in the order in which they are read (WAIT-12). */
export function figureWords(figures: Figures): readonly (readonly [name: string, is: string, of: string])[] {
  const { entries, offers, accepted, answered, booked, left } = figures;
  const target = percent(conversionTarget);
  return [
    ["Joined", String(entries), entries === 1 ? "person" : "people"],
    ["Offers", String(offers), "made to them and to those before"],
    ["Accepted", percent(figures.acceptance), `${accepted} of ${answered} that were answered or ran out`],
    ["Time to fill", timeWords(figures.medianFillMs), "from freed to accepted, the middle one"],
    [
      "Got a visit",
      percent(figures.conversion),
      `${booked} of ${left} who joined and wait no more; the aim is over ${target}`,
    ],
  ];
}

function percent(share: number | null): string {
  return share === null ? "–" : `${Math.round(share * 100)}%`;
}

/** "12 min", "3.5 h", "2 days". */
function timeWords(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  if (ms < 2 * dayMs) return `${Math.round((ms / hourMs) * 10) / 10} h`;
  return `${Math.round(ms / dayMs)} days`;
}
