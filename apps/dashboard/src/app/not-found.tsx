import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";

export default function NotFound() {
  return (
    <main className="px-(--gutter)">
      <Refusal
        title="There is nothing at this address"
        actions={
          <Button asChild>
            <Link href="/calendar">Go to the calendar</Link>
          </Button>
        }
      >
        <p>It may have been removed, the link may be cut off, or it is not for your role to see.</p>
      </Refusal>
    </main>
  );
}
