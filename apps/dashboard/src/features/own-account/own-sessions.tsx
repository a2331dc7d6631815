"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { deviceWords } from "../../show/session-words.ts";

/** Where one is signed in, each to be ended from here. */
export function OwnSessions({
  initial,
  clock,
}: {
  readonly initial: StaffOutput["session"]["list"];
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const { data } = useQuery(trpc.session.list.queryOptions({}, { initialData: initial }));
  const settled = {
    onSuccess: () => notify({ title: "Signed out there", tone: "positive" }),
    onSettled: async () => await queryClient.invalidateQueries(),
  } as const;
  const browsers = data.sessions.filter(({ app }) => app === null);
  const end = useMutation(trpc.session.end.mutationOptions(settled));
  const endOthers = useMutation(trpc.session.endOthers.mutationOptions(settled));
  return (
    <section aria-labelledby="sessions" className="grid justify-items-start gap-3">
      <h2 id="sessions" className="font-semibold text-lg">
        Where you are signed in
      </h2>
      <p className="text-muted text-sm">
        Two at most; a third sign-in ends the oldest. A session ends after 15 minutes without activity, and
        after eight hours.
      </p>
      <ul className="grid w-full divide-y divide-line rounded-lg border border-line bg-raised">
        {browsers.map(({ sessionId, device, ip, startedAt, lastActiveAt, own }) => (
          <li
            key={sessionId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="grid gap-0.5">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {deviceWords(device)} {own ? <Badge tone="positive">this one</Badge> : null}
              </p>
              <p className="text-muted text-sm">
                Since {dateTime(startedAt, clock)}, last active {dateTime(lastActiveAt, clock)}
                {ip === null ? "" : `, from ${ip}`}
              </p>
            </div>
            {own ? null : (
              <Button size="sm" variant="secondary" onClick={() => end.mutate({ sessionId })}>
                Sign out<span className="sr-only"> of {deviceWords(device)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {end.isError || endOthers.isError ? (
        <Notice tone="danger">The server did not answer. Nothing was changed; try again.</Notice>
      ) : null}
      <Button variant="secondary" onClick={() => endOthers.mutate({})}>
        Sign out everywhere else
      </Button>
    </section>
  );
}
