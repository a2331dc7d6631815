import type { StaffOutput } from "@quietroom/api/client";
import { calendarDate } from "../../show/format-time.ts";

type Series = NonNullable<StaffOutput["appointment"]["panel"]["series"]>;

/** How a series goes on, said at one of its visits, and what it waits for where it does not. */
export function seriesWords(
  {
    isStopped,
    isException,
    hasEnd,
    waitsFor,
  }: Pick<Series, "isStopped" | "isException" | "hasEnd" | "waitsFor">,
  locale: string,
): string {
  if (isStopped)
    return "Its practitioner or its service is not there any more. Nothing further is booked: find another time with the client.";
  const here = isException
    ? "This one was moved by itself, and stays where it is when the others are."
    : null;
  if (waitsFor !== null) {
    const until = calendarDate(waitsFor.licensedUntil, locale, {
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const waits = `It has no end, and waits for a licence: that of ${waitsFor.practitionerName} is valid through ${until}. The dates after it are booked in the night after it is renewed.`;
    return here === null ? waits : `${here} ${waits}`;
  }
  return (
    here ??
    (hasEnd
      ? "Moved or cancelled by itself, the others stay."
      : "It has no end, and is carried on every night.")
  );
}
