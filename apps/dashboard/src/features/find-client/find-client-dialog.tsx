"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@quietroom/ui/primitives/dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useId, useState } from "react";
import { ClientRecord } from "../../client-record/client-record.tsx";
import { useRecordPower } from "../../client-record/record-power.tsx";
import { CorrectClient } from "../../correct-client/correct-client.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { type Client, FoundClient, hrefOf } from "./found-client.tsx";
import { useClientSearch } from "./use-client-search.ts";
import type { WhatFinds } from "./what-finds.ts";

type Search = ReturnType<typeof useClientSearch>;

/** The search over the page: a field, and the clients for what is typed in it. Enter chooses the one that is marked. */
export function FindClientDialog({
  by,
  onChoose,
  onClose,
  onClosed,
}: {
  readonly by: Exclude<WhatFinds, "nothing">;
  /** What is done with the one that is chosen. Left out, it leads to their visit; without one, to their record for whoever corrects or manages it. */
  readonly onChoose?: (client: Client) => void;
  readonly onClose: () => void;
  /** When it is gone: the focus goes back to where it was. */
  readonly onClosed: () => void;
}) {
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const [opened, setOpened] = useState<Client>();
  const managesRecords = useRecordPower() === "manages";
  const search = useClientSearch(text);
  const clients = search.state === "found" ? search.found.clients : [];
  const optionId = (at: number) => `${id}-option-${at}`;
  const choose = (at: number) => {
    const client = clients[at];
    if (client === undefined) return;
    const href = hrefOf(client);
    if (onChoose !== undefined) onChoose(client);
    else if (href !== null) router.push(href);
    else if (managesRecords || client.canCorrect) return setOpened(client);
    else return;
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || clients.length === 0) return;
    if (event.key === "Enter") choose(marked);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (marked + step + clients.length) % clients.length;
    setMarked(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        className="top-[8dvh] max-h-[84dvh] translate-y-0 grid-rows-[auto_auto_minmax(0,1fr)] gap-4 overflow-hidden p-4 sm:p-6"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onClosed();
        }}
      >
        <DialogHeader>
          <DialogTitle>Find a client</DialogTitle>
          <DialogDescription className="text-sm">{hints[by]}</DialogDescription>
        </DialogHeader>
        <Input
          role="combobox"
          aria-label="Find a client"
          aria-autocomplete="list"
          aria-expanded={clients.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={clients.length > 0 ? optionId(marked) : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={254}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
            setOpened(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="grid min-h-40 content-start gap-3 overflow-y-auto">
          <p role="status" className="text-muted text-sm">
            {statusOf(search)}
          </p>
          {search.state === "looking" ? <Looking /> : null}
          {search.state === "failed" ? (
            <Notice
              tone="danger"
              action={
                <Button size="sm" variant="secondary" onClick={search.again}>
                  Try again
                </Button>
              }
            >
              {failureWords(search.error, "Nobody could be looked for.")}
            </Notice>
          ) : null}
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label="Clients found"
            hidden={clients.length === 0}
            className="grid gap-1"
          >
            {search.state === "found"
              ? clients.map((client, at) => (
                  <FoundClient
                    key={client.id}
                    id={optionId(at)}
                    client={client}
                    clock={search.found}
                    isMarked={at === marked}
                    isChoosable={
                      onChoose !== undefined || managesRecords || client.canCorrect || hrefOf(client) !== null
                    }
                    onMark={() => setMarked(at)}
                    onChoose={() => choose(at)}
                  />
                ))
              : null}
          </div>
          {opened === undefined ? null : (
            <div
              key={opened.id}
              ref={showAndFocus}
              tabIndex={-1}
              className="grid scroll-mb-3 gap-4 border-line border-t pt-4 outline-none"
            >
              {opened.canCorrect ? (
                <CorrectClient person={{ clientId: opened.id, name: opened.name }} />
              ) : null}
              <ClientRecord
                person={{ clientId: opened.id, name: opened.name }}
                onLeave={onClose}
                onRemoved={onClose}
              />
            </div>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** The next Tab goes on from there. */
function showAndFocus(record: HTMLElement | null): void {
  record?.focus();
}

const hints = {
  everything: "By the beginning of a name, or a whole email, phone number, birth date or record number.",
  all_but_birth_date: "By the beginning of a name, or a whole email, phone number or record number.",
} as const satisfies Record<Exclude<WhatFinds, "nothing">, string>;

function statusOf(search: Search): string {
  switch (search.state) {
    case "waiting":
      return "Type two letters or more.";
    case "looking":
      return "Looking …";
    case "failed":
      return "";
    case "found": {
      const { clients, more } = search.found;
      if (clients.length === 0) return "Nobody you may see is found by that.";
      if (more) return `There are more than these ${clients.length}: type more of the name.`;
      return clients.length === 1 ? "1 client" : `${clients.length} clients`;
    }
  }
}

function Looking() {
  return (
    <div className="grid gap-1">
      {["w-2/5", "w-1/2", "w-1/3"].map((width) => (
        <div key={width} className="grid gap-2 px-3 py-2.5">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-3 w-4/5" />
        </div>
      ))}
    </div>
  );
}
