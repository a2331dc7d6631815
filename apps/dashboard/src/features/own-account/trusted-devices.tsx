"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";
import { deviceWords } from "../../show/session-words.ts";

/** Where one is not asked for a second step, each to be ended from here. Nothing for whoever trusts no browser. */
export function TrustedDevices({
  initial,
  clock,
}: {
  readonly initial: StaffOutput["trust"]["list"];
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const { data } = useQuery(trpc.trust.list.queryOptions({}, { initialData: initial }));
  const end = useMutation(
    trpc.trust.end.mutationOptions({
      onSuccess: () => notify({ title: "No longer trusted", tone: "positive" }),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  if (data.devices.length === 0) return null;
  return (
    <section aria-labelledby="trusted" className="grid justify-items-start gap-3">
      <h2 id="trusted" className="font-semibold text-lg">
        Trusted browsers
      </h2>
      <p className="text-muted text-sm">
        These let you in with your password alone. A new password, or a reset of your second step, ends all of
        them.
      </p>
      <ul className="grid w-full divide-y divide-line rounded-lg border border-line bg-raised">
        {data.devices.map(({ deviceId, device, trustedAt, endsAt }) => (
          <li
            key={deviceId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="grid gap-0.5">
              <p className="font-medium">{deviceWords(device)}</p>
              <p className="text-muted text-sm">
                Since {calendarDay(trustedAt, clock)}, until {calendarDay(endsAt, clock)}
              </p>
            </div>
            <Button
              size="sm"
              variant="secondary"
              aria-disabled={end.isPending}
              onClick={() => {
                if (!end.isPending) end.mutate({ deviceId });
              }}
            >
              Stop trusting<span className="sr-only"> {deviceWords(device)}</span>
            </Button>
          </li>
        ))}
      </ul>
      {end.isError ? <Notice tone="danger">{failureWords(end.error, "Nothing was changed.")}</Notice> : null}
    </section>
  );
}
