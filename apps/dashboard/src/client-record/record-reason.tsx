import { asId, type ClientId } from "@quietroom/domain/ids";
import { ReasonDialog } from "@quietroom/ui/blocks/reason-dialog";
import type { ComponentProps, RefObject } from "react";

/** Whose record is decided about. */
export type RecordPerson = { readonly clientId: string; readonly name: string };

export type RecordDialogProps = {
  readonly person: RecordPerson;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
};

/** Asks why, wherever somebody decides about a record. */
export function RecordReason(props: Omit<ComponentProps<typeof ReasonDialog>, "reasonHint">) {
  return <ReasonDialog reasonHint="Kept with the record. No words about their care." {...props} />;
}

export function idOf({ clientId }: RecordPerson): ClientId {
  return asId<ClientId>(clientId);
}
