"use client";

import { createContext, type ReactNode, useContext } from "react";

/** Whether somebody decides what becomes of clients' records. The server asks again at every step. */
type RecordPower = "manages" | "none";

const PowerContext = createContext<RecordPower>("none");

/** Says to everything below it what the person who is signed in may do with records. */
export function RecordPowerOf({
  power,
  children,
}: {
  readonly power: RecordPower;
  readonly children: ReactNode;
}) {
  return <PowerContext value={power}>{children}</PowerContext>;
}

export function useRecordPower(): RecordPower {
  return useContext(PowerContext);
}
