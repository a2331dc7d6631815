import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui/slot";
import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** The classes of a button, for elements that must look like one without being one. */
export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-md border border-transparent font-medium no-underline transition-[background-color,border-color,color,box-shadow] duration-150 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:pointer-events-none [&_svg]:size-[1.125em] [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-ink shadow-sm hover:bg-accent-strong active:shadow-none",
        secondary:
          "border-line-strong/55 bg-raised text-ink shadow-xs hover:border-accent hover:text-accent active:bg-sunken active:shadow-none",
        quiet: "text-ink hover:bg-sunken active:bg-line",
        danger: "bg-danger text-danger-ink shadow-sm hover:bg-danger-strong active:shadow-none",
        link: "rounded-xs text-accent underline decoration-accent/35 decoration-1 underline-offset-4 hover:decoration-accent",
      },
      size: {
        sm: "min-h-8 px-2.5 py-1 text-sm pointer-coarse:min-h-11",
        md: "control py-2",
        lg: "control min-h-13 px-6 py-3 text-base",
        icon: "control aspect-square px-0 py-0",
      },
    },
    compoundVariants: [{ variant: "link", class: "min-h-0 px-0 py-0" }],
    defaultVariants: { variant: "primary", size: "md" },
  },
);

/** `asChild` gives the look to the one child element, such as a link. */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  ...props
}: ComponentProps<"button"> & VariantProps<typeof buttonVariants> & { readonly asChild?: boolean }) {
  const Comp = asChild ? Slot : "button";
  return <Comp data-slot="button" className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
