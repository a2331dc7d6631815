"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { pairingMs } from "@quietroom/domain/access";
import { Countdown } from "@quietroom/ui/blocks/countdown";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { ConnectApp, type PairingCode } from "./connect-app.tsx";

const lookAgainMs = 3_000;

/** The apps that act in one's name, each to be disconnected from here, and the way to connect one. */
export function ConnectedApps({
  initial,
  clock,
}: {
  readonly initial: StaffOutput["session"]["list"];
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const [code, setCode] = useState<PairingCode | null>(null);
  const { data } = useQuery(
    trpc.session.list.queryOptions(
      {},
      { initialData: initial, refetchInterval: code === null ? false : lookAgainMs },
    ),
  );
  const end = useMutation(
    trpc.session.end.mutationOptions({
      onSuccess: () => notify({ title: "The app is disconnected", tone: "positive" }),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  const apps = data.sessions.flatMap(({ app, ...session }) =>
    app === null ? [] : [{ ...session, name: app }],
  );
  const connected = apps.some(({ startedAt }) => code !== null && startedAt >= code.endsAt - pairingMs);
  return (
    <section aria-labelledby="apps" className="grid justify-items-start gap-3">
      <h2 id="apps" className="font-semibold text-lg">
        Connected apps
      </h2>
      <p>
        An app does in your name what you may do, but for what asks for a new code of your authenticator app.{" "}
        {apps.length === 0 ? "None is connected." : null}
      </p>
      <p className="text-muted text-sm">
        Two at most; a third ends the oldest. A connection is over after eight hours, and whenever you sign
        out everywhere else.
      </p>
      {apps.length === 0 ? null : (
        <ul
          aria-label="Your connected apps"
          className="grid w-full divide-y divide-line rounded-lg border border-line bg-raised"
        >
          {apps.map(({ sessionId, name, ip, startedAt, lastActiveAt }) => (
            <li
              key={sessionId}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <p className="break-words font-medium">{name}</p>
                <p className="text-muted text-sm">
                  Connected {dateTime(startedAt, clock)}, last used {dateTime(lastActiveAt, clock)}
                  {ip === null ? "" : `, from ${ip}`}
                </p>
              </div>
              <Button size="sm" variant="secondary" onClick={() => end.mutate({ sessionId })}>
                Disconnect<span className="sr-only"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {end.isError ? (
        <Notice tone="danger">The server did not answer. Nothing was changed; try again.</Notice>
      ) : null}
      <Button
        ref={opener}
        variant="secondary"
        onClick={() => {
          setCode(null);
          setAsking(true);
        }}
      >
        Connect an app
      </Button>
      <div role="status" className="w-full">
        {code === null ? null : connected ? (
          <Notice tone="positive">The app is connected. Its code is used up.</Notice>
        ) : (
          <Notice tone="caution" title="Type this code into the app">
            <p className="figures select-all py-2 font-semibold text-2xl" translate="no">
              {code.code}
            </p>
            <p>It counts once and is not shown again. Give it to nobody: whoever has it acts in your name.</p>
            <Countdown
              deadlineMs={code.endsAt}
              serverNowMs={code.endsAt - pairingMs}
              untilText={`Until ${dateTime(code.endsAt, clock)}`}
              onElapsed={() => setCode(null)}
            />
          </Notice>
        )}
      </div>
      {asking ? (
        <ConnectApp
          opener={opener}
          onCode={(next) => {
            setCode(next);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
