"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { jobWords } from "@quietroom/domain/jobs";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { atOwnPace } from "../../live/own-pace.ts";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime } from "../../show/format-time.ts";
import { DismissLetter } from "./dismiss-letter.tsx";
import { RetryLetter } from "./retry-letter.tsx";
import { failureOfWork } from "./work-words.ts";

type Page = StaffOutput["backgroundWork"]["deadLetters"];
export type Letter = Page["open"][number];

type Act = { readonly act: "retry" | "dismiss"; readonly letter: Letter };

/** Work that failed for good, a page at a time; each is tried again or dismissed. */
export function DeadLetters({ before, initial }: { readonly before: string | null; readonly initial: Page }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.backgroundWork.deadLetters.queryOptions({ before }, { initialData: initial, ...atOwnPace }),
  );
  const [asked, setAsked] = useState<Act>();
  const heading = useRef<HTMLHeadingElement>(null);
  const back = useRef<HTMLElement>(null);
  const close = (done: "settled" | "left") => {
    // The row of what was settled goes, and its button with it.
    if (done === "settled" || back.current?.isConnected !== true) back.current = heading.current;
    setAsked(undefined);
  };
  const dialog = asked && {
    letter: asked.letter,
    opener: back,
    onDone: () => close("settled"),
    onClose: () => close("left"),
  };
  return (
    <section aria-labelledby="dead-letters" className="grid max-w-4xl gap-4">
      <h2 id="dead-letters" ref={heading} tabIndex={-1} className="display text-xl outline-none">
        Failed for good{data.openCount === 0 ? "" : ` (${data.openCount})`}
      </h2>
      {data.open.length === 0 ? (
        <Nothing openCount={data.openCount} />
      ) : (
        <ul className="grid gap-3">
          {data.open.map((letter) => (
            <li key={letter.id}>
              <article
                aria-labelledby={`letter-${letter.id}`}
                className="grid gap-2 rounded-lg border border-line bg-raised px-4 py-3"
              >
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <h3 id={`letter-${letter.id}`} className="wrap-anywhere font-semibold">
                    {jobWords(letter.functionId)}
                  </h3>
                  <span className="figures text-muted text-sm">{dateTime(letter.failedAt, data)}</span>
                </div>
                <p className="wrap-anywhere">{failureOfWork(letter.error)}</p>
                <p className="wrap-anywhere text-muted text-sm">After: {letter.eventName}</p>
                <div className="flex flex-wrap gap-2">
                  {(["retry", "dismiss"] as const).map((act) => (
                    <Button
                      key={act}
                      size="sm"
                      variant={act === "retry" ? "secondary" : "quiet"}
                      aria-describedby={`letter-${letter.id}`}
                      onClick={({ currentTarget }) => {
                        back.current = currentTarget;
                        setAsked({ act, letter });
                      }}
                    >
                      {act === "retry" ? "Try again …" : "Dismiss …"}
                    </Button>
                  ))}
                </div>
              </article>
            </li>
          ))}
        </ul>
      )}
      <nav aria-label="Pages of what failed" className="flex flex-wrap gap-2">
        {before === null ? null : (
          <Button asChild variant="secondary">
            <Link href="/work">Latest</Link>
          </Button>
        )}
        {data.next === null ? null : (
          <Button asChild variant="secondary">
            <Link href={`/work?before=${data.next}`}>Older</Link>
          </Button>
        )}
      </nav>
      {dialog === undefined ? null : asked?.act === "retry" ? (
        <RetryLetter {...dialog} />
      ) : (
        <DismissLetter {...dialog} />
      )}
    </section>
  );
}

function Nothing({ openCount }: { readonly openCount: number }) {
  return openCount === 0 ? (
    <EmptyState title="Nothing has failed for good" icon={<CircleCheck />}>
      What fails is tried again by itself. What fails every time would wait here for you.
    </EmptyState>
  ) : (
    <p className="text-muted">Nothing is left on this page. There is more on the first.</p>
  );
}
