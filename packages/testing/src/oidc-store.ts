import type { Adapter, AdapterPayload } from "oidc-provider";

/** Where the stand-in provider keeps what it knows: in this process, for as long as it runs. */
export function memoryStore(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string) => `${model}:${id}`;
    const findBy = async (is: (payload: AdapterPayload) => boolean) =>
      await Promise.resolve(
        [...kept].find(([name, payload]) => name.startsWith(`${model}:`) && is(payload))?.[1],
      );
    const act = async (work: () => unknown) => {
      work();
      await Promise.resolve();
    };
    return {
      upsert: (id, payload) => act(() => kept.set(key(id), payload)),
      find: async (id) => await Promise.resolve(kept.get(key(id))),
      findByUid: (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: (userCode) => findBy((payload) => payload.userCode === userCode),
      consume: (id) =>
        act(() => {
          const payload = kept.get(key(id));
          if (payload !== undefined)
            kept.set(key(id), { ...payload, consumed: Math.floor(Date.now() / 1000) });
        }),
      destroy: (id) => act(() => kept.delete(key(id))),
      revokeByGrantId: (grantId) =>
        act(() => {
          for (const [name, payload] of kept) if (payload.grantId === grantId) kept.delete(name);
        }),
    };
  };
}
