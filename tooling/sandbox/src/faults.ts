import { z } from "zod";

const faultKinds = ["500", "429", "timeout", "drop_after_accept"] as const;

type FaultKind = (typeof faultKinds)[number];

/** What a test asks for: the next `next` sends go wrong in this way. Zero takes the order back. */
export const faultOrder = z.strictObject({ next: z.int().min(0).max(10_000), kind: z.enum(faultKinds) });

export type Faults = {
  order(order: z.infer<typeof faultOrder>): void;
  /** The fault of this send, or null when it goes well. */
  take(): FaultKind | null;
};

/** Counts down the faults that were ordered; a new order takes the place of the last. */
export function createFaults(): Faults {
  let left = 0;
  let kind: FaultKind = "500";
  return {
    order(order) {
      left = order.next;
      kind = order.kind;
    },
    take() {
      if (left === 0) return null;
      left -= 1;
      return kind;
    },
  };
}
