import { type RefObject, useEffect, useRef } from "react";
import type { WrongInput } from "./blocks/form-panel.tsx";

/** For a form: the field that is filled in wrongly takes the focus, since far from the button that was pressed it would be neither seen nor heard. */
export function useFocusWrong(wrong: WrongInput | undefined): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wrong === undefined || wrong.field === null) return;
    // Others may be marked as well, by what somebody else put there meanwhile.
    const named = form.current?.elements.namedItem(wrong.field);
    const isMarked = named instanceof HTMLElement && named.getAttribute("aria-invalid") === "true";
    (isMarked ? named : form.current?.querySelector<HTMLElement>(wrongFields))?.focus();
  }, [wrong]);
  return form;
}

/** A field that says what is wrong with it, and the first of a group that does. */
const wrongFields =
  '[aria-invalid="true"], fieldset:has(> [id$="-error"]) :is(input, select, textarea, button)';
