"use client";

import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";

/** BOOK-13: something of ours is down. Nothing was recorded, and trying again is safe. */
export default function Failed({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main className="px-(--gutter)">
      <Refusal
        title="We could not reach the booking desk"
        reference={error.digest}
        actions={<Button onClick={reset}>Try again</Button>}
      >
        <p>Nothing was booked or changed. This is usually over within a minute; trying again is safe.</p>
      </Refusal>
    </main>
  );
}
