import { ReasonDialog } from "@quietroom/ui/blocks/reason-dialog";
import type { ComponentProps } from "react";

/** One decision about the waitlist by hand and its reason. */
export function ByHandDialog(props: Omit<ComponentProps<typeof ReasonDialog>, "reasonHint">) {
  return (
    <ReasonDialog
      reasonHint="For the studio's own record; the client never sees it. No health details."
      {...props}
    />
  );
}
