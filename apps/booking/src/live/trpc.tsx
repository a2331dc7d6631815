"use client";

import type { BookingSiteRouter } from "@quietroom/api/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";

const context = createTRPCContext<BookingSiteRouter>();

/** The typed client of what this site serves, for features that keep themselves up to date. */
export const useTRPC = context.useTRPC;

/** Gives the features below it their query cache. Nothing above the server's own rendering depends on it. */
export function LiveData({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 2, staleTime: 15_000 } } }),
  );
  const [client] = useState(() =>
    createTRPCClient<BookingSiteRouter>({
      links: [httpBatchLink({ url: "/api/trpc", transformer: superjson })],
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
