"use client";

import type { StaffRouter } from "@quietroom/api/client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { goToSignIn } from "./leave.ts";

const context = createTRPCContext<StaffRouter>();

/** The typed client of the staff procedures. */
export const useTRPC = context.useTRPC;

/** The same without a cache: for several calls in a row, and for what is asked by a mutation to keep it out of addresses. */
export const useTRPCClient = context.useTRPCClient;

/** Gives the pages below it their query cache. A session that ended goes to sign-in and comes back to the same page. */
export function LiveData({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: 10_000, retry: (failures, error) => !isSignedOut(error) && failures < 2 },
        },
        queryCache: new QueryCache({ onError: (error) => isSignedOut(error) && goToSignIn() }),
        mutationCache: new MutationCache({ onError: (error) => isSignedOut(error) && goToSignIn() }),
      }),
  );
  const [client] = useState(() =>
    createTRPCClient<StaffRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: "/api/trpc", transformer: superjson }),
          false: httpBatchStreamLink({ url: "/api/trpc", transformer: superjson }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

/** True for the answer to a session that has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data?.code === "UNAUTHORIZED";
}
