import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../cn.ts";
import { Label } from "../primitives/label.tsx";

/** Spread onto the one control of a field: `<Input {...control} />`. */
export type FieldControl = {
  readonly id: string;
  readonly name: string;
  readonly required?: true;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
};

type FieldProps = {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and how to put it right; absent when the value stands. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Says "optional" beside the label. Mark the rarer kind of field on a form, not both. */
  readonly optional?: boolean;
  /** Only where one name appears twice on a page. */
  readonly id?: string;
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
};

/** Label, hint, control and error, tied together once. Plain HTML: needs no JavaScript. */
export function Field({ name, label, hint, error, required, optional, id, className, children }: FieldProps) {
  const base = id ?? `field-${name}`;
  const control = controlOf({ base, name, hint, error, required });
  return (
    <div data-slot="field" className={cn("grid content-start gap-1.5", className)}>
      <Label htmlFor={base}>
        {label}
        <Optional shown={optional} />
      </Label>
      <Hint id={`${base}-hint`}>{hint}</Hint>
      {children(control)}
      <FieldError id={`${base}-error`}>{error}</FieldError>
    </div>
  );
}

/** The same for a group of radios or checkboxes: a fieldset with its legend. */
export function FieldGroup({
  name,
  label,
  hint,
  error,
  optional,
  id,
  className,
  children,
}: Omit<FieldProps, "children" | "required"> & { readonly children: ReactNode }) {
  const base = id ?? `field-${name}`;
  return (
    <fieldset
      data-slot="field-group"
      id={base}
      aria-describedby={describedBy({ base, hint, error })}
      className={cn("grid min-w-0 content-start gap-1.5", className)}
    >
      <legend className="mb-1.5 font-medium text-ink text-sm">
        {label}
        <Optional shown={optional} />
      </legend>
      <Hint id={`${base}-hint`}>{hint}</Hint>
      {children}
      <FieldError id={`${base}-error`}>{error}</FieldError>
    </fieldset>
  );
}

/** A checkbox or switch with its label on the right, for settings and for accepting terms. */
export function FieldRow({
  name,
  label,
  hint,
  error,
  required,
  id,
  className,
  children,
}: Omit<FieldProps, "optional">) {
  const base = id ?? `field-${name}`;
  const control = controlOf({ base, name, hint, error, required });
  return (
    <div
      data-slot="field-row"
      className={cn("grid grid-cols-[auto_1fr] items-start gap-x-3 gap-y-1", className)}
    >
      <span className="flex min-h-6 items-center">{children(control)}</span>
      <div className="grid gap-0.5">
        <label htmlFor={base} className="leading-6">
          {label}
        </label>
        <Hint id={`${base}-hint`}>{hint}</Hint>
        <FieldError id={`${base}-error`}>{error}</FieldError>
      </div>
    </div>
  );
}

type Wiring = {
  readonly base: string;
  readonly hint: ReactNode;
  readonly error: string | undefined;
};

function controlOf({
  base,
  name,
  hint,
  error,
  required,
}: Wiring & { readonly name: string; readonly required: boolean | undefined }): FieldControl {
  const description = describedBy({ base, hint, error });
  return {
    id: base,
    name,
    ...(required === true ? { required } : {}),
    ...(description === undefined ? {} : { "aria-describedby": description }),
    ...(error === undefined ? {} : { "aria-invalid": true }),
  };
}

function describedBy({ base, hint, error }: Wiring): string | undefined {
  const ids = [error === undefined ? "" : `${base}-error`, hint === undefined ? "" : `${base}-hint`];
  const list = ids.filter((id) => id !== "").join(" ");
  return list === "" ? undefined : list;
}

function Optional({ shown }: { readonly shown: boolean | undefined }) {
  return shown === true ? <span className="font-normal text-muted"> (optional)</span> : null;
}

function Hint({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  if (children === undefined) return null;
  return (
    <p id={id} className="text-muted text-sm">
      {children}
    </p>
  );
}

function FieldError({ id, children }: { readonly id: string; readonly children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p id={id} className="flex items-start gap-1.5 font-medium text-danger text-sm">
      <CircleAlert aria-hidden="true" className="mt-[0.2em] size-4 shrink-0" />
      {children}
    </p>
  );
}
