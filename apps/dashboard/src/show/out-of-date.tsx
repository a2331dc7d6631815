import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";

/** What is shown could not be read again: it stays, is said to be possibly old, and can be asked for once more. */
export function OutOfDate({ what, onAgain }: { readonly what: string; readonly onAgain: () => void }) {
  return (
    <Notice
      tone="danger"
      title={`${what} could not be loaded again`}
      action={
        <Button size="sm" variant="secondary" type="button" onClick={onAgain}>
          Try again
        </Button>
      }
    >
      What you see may be out of date, and what you typed is still here.
    </Notice>
  );
}
