import { Refusal } from "@quietroom/ui/blocks/refusal";

export default function NotFound() {
  return (
    <main className="px-(--gutter)">
      <Refusal title="There is no studio at this address" actions={null}>
        <p>Check the link for a missing letter, or ask the studio to send it again.</p>
      </Refusal>
    </main>
  );
}
