type Points<Part extends string> = Readonly<Record<Part, number>>;
type Fit = Points<"therapist" | "day" | "time" | "soonness" | "waiting" | "total">;
type WaitingPriority = Points<"waited" | "urgency" | "referral" | "declines" | "total">;

/** What each part of a fit counts, in words (WAIT-09). */
export function fitWords({ therapist, day, time, soonness, waiting, total }: Fit): string {
  return `Fits ${total} of 100: practitioner ${therapist} of 30, day ${day} of 20, time of day ${time} of 20, how soon ${soonness} of 15, their wait ${waiting} of 15`;
}

/** What each part of a wait counts, in words (WAIT-10). */
export function waitWords({ waited, urgency, referral, declines, total }: WaitingPriority): string {
  const passed = declines === 0 ? "" : `, less ${declines} for hours they passed on`;
  return `Wait ${total} of 100: time waited ${waited} of 40, urgency ${urgency} of 30, referral ${referral} of 20${passed}`;
}
