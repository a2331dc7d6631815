import type { StaffOutput } from "@quietroom/api/client";
import type { RefObject } from "react";

export type Relations = StaffOutput["relations"]["list"];

/** What both dialogs that relate two people are given. */
export type RelateProps = {
  readonly relations: Relations;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
};
