"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "./trpc.tsx";

/** Draws a page that the server rendered anew whenever something in the studio changes. */
export function RefreshOnChange() {
  const trpc = useTRPC();
  const router = useRouter();
  useSubscription(trpc.calendar.changes.subscriptionOptions({}, { onData: () => router.refresh() }));
  return null;
}
