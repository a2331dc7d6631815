"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Toast, ToastDescription, ToastProvider, ToastTitle, ToastViewport } from "../primitives/toast.tsx";

export type ToastMessage = {
  readonly title: string;
  readonly description?: string;
  readonly tone?: "info" | "positive" | "danger";
};

type Shown = ToastMessage & { readonly id: number };

const NotifyContext = createContext<((message: ToastMessage) => void) | undefined>(undefined);

/** Holds brief news of what just happened. Once, around the application; nothing is said here alone that must be acted on. */
export function Toaster({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const notify = useCallback((message: ToastMessage) => {
    setShown((before) => [...before.slice(-2), { ...message, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const dismiss = (id: number) => setShown((before) => before.filter((toast) => toast.id !== id));
  return (
    <NotifyContext value={notify}>
      <ToastProvider duration={7000} swipeDirection="right">
        {children}
        {shown.map((toast) => (
          <Toast
            key={toast.id}
            type={toast.tone === "danger" ? "foreground" : "background"}
            onOpenChange={(open) => {
              if (!open) dismiss(toast.id);
            }}
          >
            <ToneIcon tone={toast.tone ?? "info"} />
            <div className="grid flex-1 gap-0.5">
              <ToastTitle>{toast.title}</ToastTitle>
              {toast.description === undefined ? null : (
                <ToastDescription>{toast.description}</ToastDescription>
              )}
            </div>
          </Toast>
        ))}
        <ToastViewport />
      </ToastProvider>
    </NotifyContext>
  );
}

/** Says something in a toast: `notify({ title: "Appointment moved", tone: "positive" })`. Needs a Toaster above. */
export function useNotify(): (message: ToastMessage) => void {
  const notify = useContext(NotifyContext);
  if (notify === undefined) throw new Error("useNotify needs a <Toaster> above it");
  return notify;
}

function ToneIcon({ tone }: { readonly tone: "info" | "positive" | "danger" }) {
  if (tone === "positive")
    return <CircleCheck aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-positive" />;
  if (tone === "danger")
    return <CircleAlert aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-danger" />;
  return <Info aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-info" />;
}
