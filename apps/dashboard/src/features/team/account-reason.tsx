import { ReasonDialog } from "@quietroom/ui/blocks/reason-dialog";
import type { ComponentProps } from "react";

/** One decision about a colleague's account and its reason. */
export function AccountReason(props: Omit<ComponentProps<typeof ReasonDialog>, "reasonHint">) {
  return <ReasonDialog reasonHint="Kept with the change. No words about clients." {...props} />;
}
