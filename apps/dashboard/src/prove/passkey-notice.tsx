import { Notice } from "@quietroom/ui/blocks/notice";

/** Why a passkey led nowhere, and what to do instead. */
export function PasskeyNotice({
  why,
  instead,
}: {
  readonly why: "cancelled" | "none" | "wrong";
  readonly instead: string;
}) {
  return (
    <Notice tone="danger" title={titles[why]}>
      {instead}
    </Notice>
  );
}

const titles = {
  cancelled: "No passkey was used",
  none: "This browser has no passkeys",
  wrong: "That passkey does not count here",
} as const;
