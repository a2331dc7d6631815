"use client";

import { type ComponentProps, useState } from "react";
import { workFor } from "./use-work-when-asked.ts";
import { WorkingWords } from "./working-words.tsx";

/** A form that is sent with work done, once its sender was asked for it. It needs scripts; whoever has none reads whom to call. */
export function ProvenForm({
  action,
  children,
  ...props
}: Omit<ComponentProps<"form">, "action"> & { readonly action: (form: FormData) => Promise<void> }) {
  const [isWorking, setWorking] = useState(false);
  return (
    <form
      {...props}
      action={async (form) => {
        setWorking(true);
        await workFor(form);
        setWorking(false);
        await action(form);
      }}
    >
      {children}
      {isWorking ? <WorkingWords /> : null}
    </form>
  );
}
