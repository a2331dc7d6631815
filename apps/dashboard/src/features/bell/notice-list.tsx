"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId, type BellNoticeId } from "@quietroom/domain/ids";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRef } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime } from "../../show/format-time.ts";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { noticeHref, noticeWords } from "./notice-words.ts";

type Page = StaffOutput["bell"]["list"];

const priorities = {
  urgent: { tone: "danger", words: "urgent" },
  high: { tone: "caution", words: "high" },
  normal: { tone: "neutral", words: "normal" },
  low: { tone: "neutral", words: "low" },
} as const;

/** What happened of late, what is not read first and of that the most pressing: each leads to where there is more, and is read or put away by who looks alone. */
export function NoticeList({ initial }: { readonly initial: Page }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const place = useRef<HTMLDivElement>(null);
  const { data, isError, refetch } = useQuery(trpc.bell.list.queryOptions({}, { initialData: initial }));
  const mark = useMutation(
    trpc.bell.mark.mutationOptions({
      // Until the list comes anew it says what was done, and offers nothing that was done already.
      onSuccess: (_, { noticeIds, as }) =>
        queryClient.setQueryData(trpc.bell.list.queryKey({}), (page) => page && marked(page, noticeIds, as)),
      onSettled: () => void queryClient.invalidateQueries(),
    }),
  );
  const unread = data.notices.filter(({ isRead }) => !isRead).map(({ id }) => asId<BellNoticeId>(id));
  const press = (noticeIds: BellNoticeId[], as: "read" | "dismissed") => {
    if (mark.isPending) return;
    // The button that was pressed goes: the list is where the keyboard goes on.
    mark.mutate({ noticeIds, as }, { onSuccess: () => place.current?.focus() });
  };
  const clock = { timeZone: data.timeZone, locale: data.locale };
  return (
    <div ref={place} tabIndex={-1} className="grid gap-4 outline-none">
      {isError ? <OutOfDate what="The notices" onAgain={() => void refetch()} /> : null}
      {mark.error === null ? null : (
        <Notice tone="danger">{failureWords(mark.error, "Nothing was marked.")}</Notice>
      )}
      {data.notices.length === 0 ? (
        <EmptyState title="Nothing new">
          Bookings, cancellations and requests of clients, what came of the waitlist, and mail that came back
          stand here, as far as the visits are yours to see.
        </EmptyState>
      ) : (
        <>
          {unread.length === 0 ? null : (
            <Button
              variant="secondary"
              className="w-fit"
              aria-disabled={mark.isPending}
              onClick={() => press(unread, "read")}
            >
              {data.more ? "Mark these as read" : "Mark all as read"}
            </Button>
          )}
          <ul aria-label="Notices" className="divide-y divide-line rounded-lg border border-line bg-raised">
            {data.notices.map((one) => {
              const words = noticeWords(one, clock);
              const { tone, words: priority } = priorities[one.priority];
              return (
                <li key={one.id} className="grid gap-2 px-4 py-3">
                  <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                    {one.isRead ? null : <Badge tone="accent">new</Badge>}
                    {one.priority === "urgent" || one.priority === "high" ? (
                      <Badge tone={tone}>{priority}</Badge>
                    ) : null}
                    <Link
                      href={noticeHref(one)}
                      prefetch={false}
                      className="figures wrap-anywhere font-medium underline decoration-line underline-offset-4 hover:text-accent"
                      onClick={() => {
                        if (!one.isRead) mark.mutate({ noticeIds: [asId(one.id)], as: "read" });
                      }}
                    >
                      {words}
                    </Link>
                  </p>
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
                    <span className="figures">{dateTime(one.createdAt, clock)}</span>
                    {one.isRead ? null : (
                      <Button
                        size="sm"
                        variant="quiet"
                        aria-label={`Mark as read: ${words}`}
                        aria-disabled={mark.isPending}
                        onClick={() => press([asId(one.id)], "read")}
                      >
                        Mark as read
                      </Button>
                    )}
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={`Put away: ${words}`}
                      aria-disabled={mark.isPending}
                      onClick={() => press([asId(one.id)], "dismissed")}
                    >
                      Put away
                    </Button>
                  </p>
                </li>
              );
            })}
          </ul>
          {data.more ? (
            <p className="text-muted text-sm">
              These are the most pressing. Put some away to see what else there is.
            </p>
          ) : null}
        </>
      )}
    </div>
  );
}

/** The list once these were read or put away. */
function marked(page: Page, noticeIds: readonly string[], as: "read" | "dismissed"): Page {
  const { notices } = page;
  if (as === "dismissed") return { ...page, notices: notices.filter(({ id }) => !noticeIds.includes(id)) };
  return {
    ...page,
    notices: notices.map((one) => (noticeIds.includes(one.id) ? { ...one, isRead: true } : one)),
  };
}
