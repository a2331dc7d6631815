import { asId } from "@quietroom/domain/ids";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";

/** Everyone in line for a freed hour, asked again each time a dialog opens: a decision is about the line as it stands. */
export function useLine(openingId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.waitlist.line.queryOptions({ openingId: asId(openingId) }, { staleTime: 0 }));
}
