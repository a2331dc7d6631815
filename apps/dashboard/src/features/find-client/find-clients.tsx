"use client";

import { Search } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { FindClientDialog } from "./find-client-dialog.tsx";
import type { WhatFinds } from "./what-finds.ts";

const OpenContext = createContext<(() => void) | null>(null);

/**
 * Lets everything below it open the search for clients, and Ctrl or Command with K as well. No single letter does: whoever speaks to their
 * machine types letters without meaning to (WCAG 2.1.4).
 */
export function FindClients({ by, children }: { readonly by: WhatFinds; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const may = by !== "nothing";
  const open = () => {
    before.current = document.activeElement;
    setOpen(true);
  };
  useEffect(() => {
    if (!may) return;
    const hear = (event: KeyboardEvent) => {
      const isAsked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!isAsked || event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (isSomethingOver()) return;
      before.current = document.activeElement;
      setOpen(true);
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [may]);
  return (
    <OpenContext value={may ? open : null}>
      {children}
      {isOpen && by !== "nothing" ? (
        <FindClientDialog
          by={by}
          onClose={() => setOpen(false)}
          onClosed={() => {
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
        />
      ) : null}
    </OpenContext>
  );
}

/** Opens the search; looks like the field it leads to. Absent for whom clients are not to be found. */
export function FindClientButton() {
  const open = useContext(OpenContext);
  if (open === null) return null;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={open}
      className="flex min-h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-raised px-2.5 text-left text-muted text-sm shadow-xs hover:border-ink hover:text-ink pointer-coarse:min-h-11"
    >
      <Search aria-hidden="true" className="size-4 shrink-0" />
      <span className="flex-1 truncate">Find a client</span>
      <kbd
        aria-hidden="true"
        className="rounded-xs bg-sunken px-1 font-sans text-xs max-md:hidden pointer-coarse:hidden"
      >
        Ctrl K
      </kbd>
    </button>
  );
}

/** A dialog that waits for an answer keeps the page to itself. */
function isSomethingOver(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !==
    null
  );
}
