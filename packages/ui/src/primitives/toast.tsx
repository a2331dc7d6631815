"use client";

import { X } from "lucide-react";
import * as ToastPrimitive from "radix-ui/toast";
import { type ComponentProps, useSyncExternalStore } from "react";
import { cn } from "../cn.ts";

export const ToastProvider = ToastPrimitive.Provider;

/** Drawn by the browser alone: it carries a style attribute, which the pages' policy lets count only when a script sets it. */
export function ToastViewport({ className, ...props }: ComponentProps<typeof ToastPrimitive.Viewport>) {
  const inBrowser = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  if (!inBrowser) return null;
  return (
    <ToastPrimitive.Viewport
      data-slot="toast-viewport"
      className={cn(
        "fixed inset-x-4 top-4 z-60 flex flex-col gap-2 sm:inset-x-auto sm:right-1/2 sm:w-90 sm:translate-x-1/2 md:top-auto md:right-auto md:bottom-5 md:left-5 md:w-72 md:translate-x-0 xl:left-61 xl:w-90",
        className,
      )}
      {...props}
    />
  );
}

export function Toast({ className, children, ...props }: ComponentProps<typeof ToastPrimitive.Root>) {
  return (
    <ToastPrimitive.Root
      data-slot="toast"
      className={cn(
        "flex animate-rise items-start gap-3 rounded-lg border border-line bg-raised p-4 shadow-lg",
        className,
      )}
      {...props}
    >
      {children}
      <ToastPrimitive.Close className="-my-1.5 -mr-1.5 grid size-8 shrink-0 place-content-center rounded-md text-muted hover:bg-sunken hover:text-ink">
        <X aria-hidden="true" className="size-4" />
        <span className="sr-only">Dismiss</span>
      </ToastPrimitive.Close>
    </ToastPrimitive.Root>
  );
}

export function ToastTitle({ className, ...props }: ComponentProps<typeof ToastPrimitive.Title>) {
  return <ToastPrimitive.Title className={cn("font-medium text-sm", className)} {...props} />;
}

export function ToastDescription({ className, ...props }: ComponentProps<typeof ToastPrimitive.Description>) {
  return <ToastPrimitive.Description className={cn("text-muted text-sm", className)} {...props} />;
}
