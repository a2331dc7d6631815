import { dateTime, type StudioClock } from "./format-time.ts";

type GivenReason = {
  /** What was done, where it may be one of several things. */
  readonly what?: string;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
};

/** What was done and why, newest first, to be opened. No reason yet shows nothing. */
export function GivenReasons({
  label,
  of,
  reasons,
  clock,
}: {
  readonly label: string;
  /** Whose they are, for those who hear the label alone. */
  readonly of: string;
  readonly reasons: readonly GivenReason[];
  readonly clock: StudioClock;
}) {
  if (reasons.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-accent underline decoration-accent/35 underline-offset-4">
        {label} ({reasons.length})<span className="sr-only">, {of}</span>
      </summary>
      <ul className="mt-2 grid gap-1.5 border-line border-l-2 pl-3">
        {reasons.map(({ what, at, by, reason }) => (
          <li key={at} className="grid break-words">
            <span>{what === undefined ? reason : `${what}: ${reason}`}</span>
            <span className="figures text-muted">
              {by}, {dateTime(at, clock)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
