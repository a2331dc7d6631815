import type { ComponentType, ReactNode } from "react";

type LinkProps = {
  readonly href: string;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
  readonly "aria-current"?: "page" | "step" | "date" | undefined;
  readonly "aria-label"?: string | undefined;
};

/** What renders a link: a plain anchor, or an app's router link (Next's `Link` fits). */
export type LinkAs = "a" | ComponentType<LinkProps>;
