import type { StaffOutput } from "@quietroom/api/client";
import { Badge } from "@quietroom/ui/primitives/badge";

type Message = StaffOutput["messages"]["log"]["messages"][number];

const looks = {
  delivered: { tone: "positive", words: "arrived" },
  came_back: { tone: "danger", words: "came back" },
  complained: { tone: "danger", words: "marked as unwanted" },
} as const;

/** What the provider told of a message after it was sent; nothing where it told nothing. */
export function Arrival({ of: { arrival } }: { readonly of: Pick<Message, "arrival"> }) {
  return arrival === null ? null : <Badge tone={looks[arrival].tone}>{looks[arrival].words}</Badge>;
}
