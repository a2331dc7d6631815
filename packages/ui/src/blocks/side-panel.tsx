"use client";

import type { ReactNode } from "react";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "../primitives/sheet.tsx";

/** Details of one thing beside the list it came from; from the bottom edge on a phone. */
export function SidePanel({
  open,
  onOpenChange,
  title,
  description,
  footer,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description: ReactNode;
  /** Stays in view while the body scrolls. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent data-slot="side-panel" onOpenAutoFocus={focusPanel} className="outline-none">
        <header className="grid gap-1 border-line border-b px-5 pt-4 pr-14 pb-4">
          <SheetTitle>{title}</SheetTitle>
          <SheetDescription asChild>
            <div>{description}</div>
          </SheetDescription>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">{children}</div>
        {footer === undefined ? null : (
          <footer className="flex flex-wrap gap-2 border-line border-t bg-surface px-5 py-3.5">
            {footer}
          </footer>
        )}
      </SheetContent>
    </Sheet>
  );
}

/** The panel itself, not its first button: a stray Enter must not check anyone in. */
function focusPanel(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
