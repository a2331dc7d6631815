import type { StaffOutput } from "@quietroom/api/client";
import { dateTime } from "./format-time.ts";

export type Screening = StaffOutput["groups"]["roster"]["seats"][number]["screening"];

/** Whether somebody would join a group who has to be screened first and was not. */
export function isUnscreened(screening: Screening): boolean {
  return screening !== null && screening.screened === null;
}

/** Whether a client was screened for the groups of a service, by whom and when; nothing where nobody is. */
export function ScreeningWords({
  screening,
  clock,
}: {
  readonly screening: Screening;
  readonly clock: { readonly timeZone: string; readonly locale: string };
}) {
  if (screening === null) return null;
  const { screened } = screening;
  return screened === null ? (
    <p className="text-caution">Not screened yet</p>
  ) : (
    <p className="figures break-words text-muted">
      Screened by {screened.by}, {dateTime(screened.at, clock)}
    </p>
  );
}
