"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId, type CancellationReasonId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { refusalWords } from "../../show/refusal-words.ts";
import type { StudioClock } from "../../show/format-time.ts";
import { toldWords } from "../../show/told-words.ts";
import { cancelledWords } from "./cancelled-words.ts";
import { countWords, onlyThis, SeriesScopeFields, seriesWords } from "./series-scope.tsx";

/** Asks before cancelling; the client is told, and the hour goes to the waitlist once it can no longer be undone. */
export function CancelVisit({
  panel,
  clock,
  open,
  onDone,
}: {
  readonly panel: StaffOutput["appointment"]["panel"];
  readonly clock: StudioClock;
  readonly open: boolean;
  readonly onDone: () => void;
}) {
  const reached = panel.client ?? { takesMail: true };
  const told = toldWords(reached);
  const wishHints = {
    client: "After the cut-off it counts as cancelled late.",
    studio: `${reached.takesMail ? "The client is told that the studio had to cancel. " : ""}It never counts as late.`,
  };
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [reasonId, setReasonId] = useState<CancellationReasonId | null>(null);
  const [reason, setReason] = useState("");
  const [wishOf, setWishOf] = useState<"client" | "studio">("client"); // as a rule they have telephoned
  const [error, setError] = useState<string>();
  const [scope, setScope] = useState(onlyThis);
  const cancel = useMutation(
    trpc.appointment.cancel.mutationOptions({
      onSuccess: (answer) => {
        if (answer.ok) {
          notify({
            title: "Visit cancelled",
            description: cancelledWords(answer.value, clock, reached),
            tone: "positive",
          });
          onDone();
        } else setError(refusalWords[answer.refusal.code]);
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was cancelled.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const cancelSeries = useMutation(
    trpc.series.cancel.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) return setError(seriesWords[answer.refusal]);
        const { cancelled, kept } = answer.value;
        notify({
          title: `${countWords(cancelled)} cancelled`,
          description: kept === 0 ? `${told}.` : `${told}. ${countWords(kept)} stay.`,
          tone: "positive",
        });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was cancelled.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const asked = {
    appointmentId: asId<AppointmentId>(panel.id),
    version: panel.version,
    reasonId,
    reason,
    wishOf,
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onDone();
      }}
      title="Cancel this visit?"
      description={`${told}. Once it can no longer be undone, the hour goes to the waitlist.`}
      confirmLabel="Cancel the visit"
      cancelLabel="Keep it"
      tone="danger"
      pending={cancel.isPending || cancelSeries.isPending}
      error={error}
      onConfirm={() => {
        if (scope.of === "one") cancel.mutate(asked);
        else cancelSeries.mutate({ ...asked, scope: scope.of, exceptionsToo: scope.exceptionsToo });
      }}
    >
      {panel.series === null ? null : (
        <SeriesScopeFields name="cancelScope" scope={scope} onChange={setScope} />
      )}
      <Field name="wishOf" label="Whose wish it is" hint={wishHints[wishOf]}>
        {(control) => (
          <NativeSelect
            {...control}
            value={wishOf}
            onChange={({ target }) => setWishOf(target.value === "studio" ? "studio" : "client")}
          >
            <option value="client">The client&apos;s</option>
            <option value="studio">The studio&apos;s</option>
          </NativeSelect>
        )}
      </Field>
      <Field name="reasonId" label="Reason" optional>
        {(control) => (
          <NativeSelect
            {...control}
            value={reasonId ?? ""}
            onChange={({ target }) => setReasonId(target.value === "" ? null : asId(target.value))}
          >
            <option value="">No reason given</option>
            {panel.reasonsToCancel.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field name="reason" label="Note" hint="For the studio's own record. No health details." optional>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={100}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
