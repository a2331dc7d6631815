"use client";

import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime } from "../../show/format-time.ts";
import { displacedWords, reassignRefusal, type Resource } from "./resource-words.ts";

/** The visits that somebody has to decide about: where something else is free, one press gives them that; each opens on the calendar. */
export function DisplacedVisits({
  resource,
  locale,
  canReassign,
}: {
  readonly resource: Resource;
  readonly locale: string;
  readonly canReassign: boolean;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const reassign = useMutation(
    trpc.appointment.reassign.mutationOptions({
      onMutate: () => setError(undefined),
      onSuccess: (answer) => {
        if (answer.ok) notify({ title: "The visit has another one now", tone: "positive" });
        else setError(reassignRefusal(answer.refusal.code));
      },
      onError: (failure) => setError(failureWords(failure, "The visit keeps what it had.")),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  const { displacedCount, displaced, kind } = resource;
  if (displacedCount === 0) return error === undefined ? null : <Notice tone="danger">{error}</Notice>;
  return (
    <Notice tone="caution">
      <p>{displacedWords(displacedCount, kind)}</p>
      <ul className="mt-2 grid gap-2">
        {displaced.map((visit) => {
          const { id, version, instead } = visit;
          const when = dateTime(visit.startsAt, { timeZone: visit.timeZone, locale });
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link
                href={`/calendar?view=day&date=${visit.date}&open=${id}`}
                className="figures inline-flex min-h-6 items-center underline underline-offset-2"
              >
                {when} · {visit.practitionerName}
              </Link>
              {instead === null ? <span>Nothing else is free then: move or cancel it.</span> : null}
              {instead !== null && canReassign ? (
                <Button
                  size="sm"
                  variant="secondary"
                  aria-label={`Give it ${instead.name}: the visit on ${when} with ${visit.practitionerName}`}
                  aria-disabled={reassign.isPending}
                  onClick={() => {
                    if (reassign.isPending) return;
                    reassign.mutate({
                      appointmentId: asId(id),
                      version,
                      from: asId(resource.id),
                      to: asId(instead.id),
                    });
                  }}
                >
                  Give it {instead.name}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {displacedCount > displaced.length ? <p>And {displacedCount - displaced.length} more.</p> : null}
      {error === undefined ? null : (
        <p role="alert" className="mt-2 font-medium">
          {error}
        </p>
      )}
    </Notice>
  );
}
