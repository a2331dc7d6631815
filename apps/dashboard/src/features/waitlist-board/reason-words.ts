const words: Readonly<Record<string, string>> = {
  service_mismatch: "wants another service",
  practitioner_mismatch: "wants another practitioner",
  location_mismatch: "wants another location",
  mode_mismatch: "wants it online or in person, and this is the other",
  outside_dates: "cannot come on that date",
  weekday_mismatch: "cannot come on that weekday",
  daypart_mismatch: "cannot come at that time of day",
  duration_does_not_fit: "needs a longer visit",
  not_waiting: "is no longer waiting",
  already_offered_this_opening: "was already asked for this hour",
  declined_this_opening: "passed on this hour",
  has_open_offer: "has another offer open",
  has_clashing_appointment: "has a visit at that time",
  call_to_book:
    "books by calling you: a first visit or enough visits to come, visits missed, or a service that is not for them",
  fully_booked: "would be one more than the limit of that day or week",
  no_travel_time: "would leave too little time for the way to or from a visit at another place",
  no_break: "would leave the practitioner without a break",
  below_threshold: "fits too little for an automatic offer",
  in_quiet_hours: "would have to answer at night, in their quiet hours",
  skipped_by_staff: "staff skipped them for this hour",
  chosen_by_staff: "staff chose them",
  caused_the_opening: "is the one who gave this hour up",
};

/** Why someone was not asked, in words. A code without words shows itself. */
export function reasonWords(code: string): string {
  return words[code] ?? code.replaceAll("_", " ");
}
