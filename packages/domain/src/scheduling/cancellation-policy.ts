/** What a client accepts when they book: until when a visit is free to cancel, in elapsed minutes before it, and the studio's own words. */
export type CancellationPolicy = {
  readonly cancellationWindowMin: number;
  readonly cancellationPolicy: string;
};

/** Whether a policy is another one, so that whoever books is asked anew and whoever has booked keeps theirs (ec-J3). */
export function isOtherPolicy(before: CancellationPolicy, after: CancellationPolicy): boolean {
  return (
    before.cancellationWindowMin !== after.cancellationWindowMin ||
    before.cancellationPolicy !== after.cancellationPolicy
  );
}
