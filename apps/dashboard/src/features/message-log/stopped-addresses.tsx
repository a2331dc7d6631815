"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { CorrectClient } from "../../correct-client/correct-client.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime } from "../../show/format-time.ts";

type Page = StaffOutput["clients"]["stoppedAddresses"];
type Address = Page["addresses"][number];

const why = {
  came_back: "Mail came back: there is no such mailbox, or it takes no mail from us.",
  complained: "They, or their mail program, marked a message as unwanted.",
} as const;

/** Whose email takes no messages any more, and the two ways on: another address, or their word that this one works. */
export function StoppedAddresses({ page }: { readonly page: Page }) {
  const [asked, setAsked] = useState<Address>();
  const resumed = useRef<string>(undefined);
  const place = useRef<HTMLDivElement>(null);
  // Its row goes with the button that was pressed: the place where it stood is where the keyboard goes on.
  useEffect(() => {
    const asked = resumed.current;
    if (asked === undefined || page.addresses.some(({ clientId }) => clientId === asked)) return;
    resumed.current = undefined;
    place.current?.focus();
  }, [page.addresses]);
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      {page.addresses.length === 0 ? null : <Stopped page={page} onAsk={setAsked} />}
      {asked === undefined ? null : (
        <UseAgain
          address={asked}
          onDone={() => {
            resumed.current = asked.clientId;
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

function Stopped({ page, onAsk }: { readonly page: Page; readonly onAsk: (address: Address) => void }) {
  return (
    <section aria-labelledby="stopped" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="stopped" className="display text-xl">
          Addresses that take no mail ({page.count})
        </h2>
        <p className="max-w-3xl text-muted">
          Nothing about visits, requests and the waitlist is mailed to them. Call these clients: write down
          another address, or send to this one again if they say that it works.
        </p>
      </div>
      <ul className="grid gap-3">
        {page.addresses.map((address) => (
          <li key={address.clientId} className="grid gap-2 rounded-lg border border-line bg-raised px-4 py-3">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <h3 className="wrap-anywhere font-semibold">{address.clientName}</h3>
              <span className="wrap-anywhere">{address.email}</span>
              <span className="figures text-muted text-sm">since {dateTime(address.since, page)}</span>
            </div>
            <p>{why[address.because]}</p>
            <div className="flex flex-wrap gap-2">
              <CorrectClient person={{ clientId: address.clientId, name: address.clientName }} />
              <Button size="sm" variant="quiet" onClick={() => onAsk(address)}>
                Send to it again …<span className="sr-only"> to {address.clientName}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {page.count > page.addresses.length ? (
        <p className="text-muted">
          The latest {page.addresses.length} of {page.count}.
        </p>
      ) : null}
    </section>
  );
}

function UseAgain({
  address,
  onDone,
  onClose,
}: {
  readonly address: Address;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const notify = useNotify();
  const { mutate, isPending, error } = useMutation(
    trpc.clients.resumeAddress.mutationOptions({
      onSuccess: () => {
        notify({ title: `Mail goes to ${address.clientName} again`, tone: "positive" });
        router.refresh();
        onDone();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Send to ${address.email} again?`}
      description={
        address.because === "complained"
          ? "Only if they told you that they want these messages. What was not sent meanwhile is not sent later."
          : "Only if they told you that it works now. What was not sent meanwhile is not sent later, and mail that comes back again stops it again."
      }
      confirmLabel="Send to it again"
      cancelLabel="Not yet"
      pending={isPending}
      error={error === null ? undefined : failureWords(error, "Nothing was changed.")}
      onConfirm={() => mutate({ clientId: asId(address.clientId) })}
    />
  );
}
