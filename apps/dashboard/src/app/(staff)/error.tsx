"use client";

import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";

export default function Failed({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return (
    <Refusal
      title="This page could not be loaded"
      reference={error.digest}
      actions={<Button onClick={reset}>Try again</Button>}
    >
      <p>
        The server did not answer as it should. Nothing was changed. This is usually over within a minute.
      </p>
    </Refusal>
  );
}
