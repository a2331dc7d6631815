import type { Query } from "@tanstack/react-query";

/** For queries that count much and hurry nobody: asked again each half minute and after one's own acts, not with every change in the studio. */
export const atOwnPace = { staleTime: 30_000, refetchInterval: 30_000, meta: { atOwnPace: true } } as const;

/** True for a query that each change in the studio makes ask again. */
export function followsChanges({ meta }: Pick<Query, "meta">): boolean {
  return meta?.["atOwnPace"] !== true;
}
