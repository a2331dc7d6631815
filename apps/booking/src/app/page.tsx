import { Refusal } from "@quietroom/ui/blocks/refusal";

export default function Home() {
  return (
    <main className="px-(--gutter)">
      <Refusal title="Which studio are you looking for?" actions={null}>
        <p>Every studio has its own address here. Open the link that your practitioner or clinic gave you.</p>
      </Refusal>
    </main>
  );
}
