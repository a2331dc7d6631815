import type { StaffOutput } from "@quietroom/api/client";
import type { RefObject } from "react";

export type Team = StaffOutput["team"]["list"];
export type Member = Team["people"][number];

/** What every dialog about one colleague is given. */
export type MemberDialogProps = {
  readonly member: Member;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
};
