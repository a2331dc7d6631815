"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { Arrival } from "../../show/arrival.tsx";
import { kindWords, statusWords } from "../../show/message-words.ts";

type Panel = StaffOutput["appointment"]["panel"];
type Message = Panel["messages"][number];
type Refusal = Extract<StaffOutput["appointment"]["sendMessageAgain"], { ok: false }>["refusal"]["code"];

/** What the client will still receive about the visit and when, what became of the rest, and a way to send it again. */
export function Messages({ panel, clock }: { readonly panel: Panel; readonly clock: StudioClock }) {
  const [error, setError] = useState<string>();
  const isToCome = ({ status }: Message) => status === "planned" || status === "claimed";
  const toCome = panel.messages.filter(isToCome);
  const past = panel.messages.filter((message) => !isToCome(message));
  return (
    <section aria-labelledby="panel-messages" className="grid gap-2">
      <h3 id="panel-messages" className="font-medium">
        Messages
      </h3>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {panel.client?.takesMail === false ? (
        <Notice tone="caution" title="No mail goes to this client">
          Mail to {panel.client.email} came back, or was marked as unwanted: no email about visits leaves.
          Call them. Another address, or their word that this one works, is written down under Messages.
        </Notice>
      ) : null}
      {panel.messages.length === 0 ? <p className="text-muted">None planned or sent.</p> : null}
      {toCome.length === 0 ? null : (
        <>
          <h4 className="text-muted text-sm">What the client will still receive</h4>
          <ul className="grid gap-1">
            {toCome.map((message) => (
              <Line key={message.id} message={message} clock={clock} />
            ))}
          </ul>
          {panel.remindersWanted ? null : (
            <p className="text-muted">The client wants no reminders by email: those do not leave.</p>
          )}
        </>
      )}
      {past.length === 0 ? null : (
        <>
          <h4 className="text-muted text-sm">What became of the others</h4>
          <ul className="grid gap-2">
            {past.map((message) => (
              <Line key={message.id} message={message} clock={clock}>
                {message.canSendAgain ? (
                  <SendAgain appointmentId={panel.id} message={message} onRefused={setError} clock={clock} />
                ) : null}
              </Line>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Line({
  message,
  clock,
  children = null,
}: {
  readonly message: Message;
  readonly clock: StudioClock;
  readonly children?: ReactNode;
}) {
  const { kind, channel, status, sentAt, dueAt, sentAgainBy } = message;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
      <span>
        {kindWords(kind)}
        {channel === "sms" ? " by text" : ""}
        {sentAgainBy === null ? null : <span className="text-muted">, again for {sentAgainBy}</span>}
      </span>
      <span className="figures text-right text-muted">
        {statusWords(status)} {dateTime(sentAt ?? dueAt, clock)} <Arrival of={message} />
      </span>
      {children}
    </li>
  );
}

function SendAgain({
  appointmentId,
  message,
  clock,
  onRefused,
}: {
  readonly appointmentId: string;
  readonly message: Message;
  readonly clock: StudioClock;
  readonly onRefused: (words: string | undefined) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const send = useMutation(
    trpc.appointment.sendMessageAgain.mutationOptions({
      onSuccess: (answer) => {
        onRefused(answer.ok ? undefined : refusedWords[answer.refusal.code]);
        if (answer.ok)
          notify({
            title: "On its way again",
            description: "It goes to the email address that the client has now.",
            tone: "positive",
          });
      },
      onError: (failure) => onRefused(failureWords(failure, "Nothing was sent.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const words = send.isPending ? "Sending …" : "Send again";
  return (
    <Button
      variant="quiet"
      size="sm"
      aria-label={`${words}: ${kindWords(message.kind)}, ${statusWords(message.status)} ${dateTime(message.sentAt ?? message.dueAt, clock)}`}
      aria-disabled={send.isPending}
      onClick={() => {
        if (!send.isPending)
          send.mutate({ appointmentId: asId(appointmentId), notificationId: asId(message.id) });
      }}
    >
      {words}
    </Button>
  );
}

/** Why a message is not sent again, and what to do instead. */
const refusedWords: Readonly<Record<Refusal, string>> = {
  visit_cancelled: "The visit is cancelled: there is nothing to remind of or to confirm.",
  visit_over: "The visit has begun or is over: this message would come too late.",
  nothing_to_send:
    "This message is not true any more, or never left. Look at the messages below for one that is about the visit as it stands.",
  on_its_way: "This message is on its way already. Nothing more was sent.",
  just_sent: "This message left a moment ago. If it has not arrived after five minutes, send it again.",
  too_often:
    "Three messages were sent to this client again within the last hour. Call them, or send it again in an hour.",
  address_stopped:
    "No mail goes to the client's address. Call them; another address, or their word that this one works, is written down under Messages.",
  not_wanted: "The client wants no reminders by email. Call them, or send the confirmation again.",
};
