"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { X } from "lucide-react";
import * as SheetPrimitive from "radix-ui/dialog";
import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

const sheetVariants = cva("fixed z-50 flex flex-col bg-raised shadow-lg", {
  variants: {
    side: {
      right:
        "inset-x-0 bottom-0 max-h-[92dvh] animate-from-bottom rounded-t-xl border-line border-t sm:inset-x-auto sm:inset-y-0 sm:right-0 sm:max-h-none sm:w-full sm:max-w-md sm:animate-from-right sm:rounded-none sm:border-t-0 sm:border-l",
      left: "inset-y-0 left-0 w-4/5 max-w-xs animate-from-left border-line border-r",
      bottom: "inset-x-0 bottom-0 max-h-[92dvh] animate-from-bottom rounded-t-xl border-line border-t",
    },
  },
  defaultVariants: { side: "right" },
});

export const Sheet = SheetPrimitive.Root;
export const SheetTrigger = SheetPrimitive.Trigger;
export const SheetClose = SheetPrimitive.Close;

/** A panel from an edge. `side="right"` comes from the bottom on a phone. */
export function SheetContent({
  className,
  children,
  side,
  ...props
}: ComponentProps<typeof SheetPrimitive.Content> & VariantProps<typeof sheetVariants>) {
  return (
    <SheetPrimitive.Portal>
      <SheetPrimitive.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
      <SheetPrimitive.Content
        data-slot="sheet-content"
        className={cn(sheetVariants({ side }), className)}
        {...props}
      >
        {children}
        <SheetPrimitive.Close className="absolute top-3.5 right-3.5 grid size-9 place-content-center rounded-md text-muted hover:bg-sunken hover:text-ink pointer-coarse:size-11">
          <X aria-hidden="true" className="size-4.5" />
          <span className="sr-only">Close</span>
        </SheetPrimitive.Close>
      </SheetPrimitive.Content>
    </SheetPrimitive.Portal>
  );
}

export function SheetTitle({ className, ...props }: ComponentProps<typeof SheetPrimitive.Title>) {
  return (
    <SheetPrimitive.Title data-slot="sheet-title" className={cn("display text-xl", className)} {...props} />
  );
}

export function SheetDescription({ className, ...props }: ComponentProps<typeof SheetPrimitive.Description>) {
  return (
    <SheetPrimitive.Description
      data-slot="sheet-description"
      className={cn("text-muted text-sm", className)}
      {...props}
    />
  );
}
