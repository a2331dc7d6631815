import type { StaffOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";
import { type ReactNode, useEffect, useRef, useState } from "react";

type Session = StaffOutput["groups"]["roster"]["session"];

/**
 * What a form of the panel began with. While nothing is typed in it, it begins anew with each newer state of the session; once something
 * is, it keeps that through whatever is saved elsewhere, until it is saved itself or given up for what is there by then.
 */
export function useBegun(session: Session) {
  const [{ opened, times, isTyped, wasPressed, takesFocus }, setBegun] = useState({
    opened: session,
    times: 0,
    isTyped: false,
    wasPressed: false,
    takesFocus: false,
  });
  if (!isTyped && session.version > opened.version)
    setBegun({
      opened: session,
      times: times + 1,
      isTyped: false,
      wasPressed,
      takesFocus: wasPressed,
    });
  return {
    /** Fields hold what they began with: another beginning is another form. */
    times,
    begun: {
      opened,
      /** It took the place of the form in which somebody pressed a button, who is where they were. */
      takesFocus,
      onTyped: () => setBegun((before) => ({ ...before, isTyped: true })),
      onDone: () => setBegun((before) => ({ ...before, isTyped: false, wasPressed: true })),
      /** They went elsewhere. Until then each newer state finds them at the button: a save is followed by more than one. */
      onLeft: () => setBegun((before) => ({ ...before, wasPressed: false })),
    },
  };
}

/** What a form of the panel is given of its beginning. */
export type Begun = ReturnType<typeof useBegun>["begun"];

/** What saves such a form; it takes the focus where the one that was pressed stood. */
export function SaveButton({
  pending,
  begun: { takesFocus, onLeft },
  children,
}: {
  readonly pending: boolean;
  readonly begun: Begun;
  readonly children: ReactNode;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  return (
    <Button
      ref={button}
      type="submit"
      variant="secondary"
      className="w-fit"
      aria-disabled={pending}
      onBlur={onLeft}
    >
      {children}
    </Button>
  );
}
