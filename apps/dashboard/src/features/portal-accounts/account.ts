import type { StaffOutput } from "@quietroom/api/client";
import type { RefObject } from "react";

export type Account = StaffOutput["portalAccounts"]["list"]["accounts"][number];

/** What every dialog about one client's account is given. */
export type AccountDialogProps = {
  readonly account: Account;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
};
