import { freePort, freePortFrom } from "./free-port.ts";
import type { StudioPorts } from "./studio-environment.ts";

/** The ports people know the demo by. */
const wanted: StudioPorts = { booking: 3000, dashboard: 3001, sandbox: 3002, workerHealth: 3003 };

/** The usual ports, or for each one that is taken the next free one ten further on, with a line for people about it. */
export async function chooseUsualPorts(say: (line: string) => void): Promise<StudioPorts> {
  const used = new Set<number>();
  const choose = async (name: keyof StudioPorts): Promise<number> => {
    const usual = await freePortFrom(wanted[name], used, 1);
    const port = usual ?? (await freePortFrom(wanted[name] + 10, used, 200));
    if (port === null) throw new Error(`No port is free from ${wanted[name] + 10} to ${wanted[name] + 209}.`);
    if (usual === null) say(`Port ${wanted[name]} is taken by another program; using ${port} instead`);
    used.add(port);
    return port;
  };
  return {
    booking: await choose("booking"),
    dashboard: await choose("dashboard"),
    sandbox: await choose("sandbox"),
    workerHealth: await choose("workerHealth"),
  };
}

/** Any ports that are free, for a run that nobody types addresses for. */
export async function chooseFreePorts(): Promise<StudioPorts> {
  const used = new Set<number>();
  while (used.size < 4) used.add(await freePort());
  const [booking = 0, dashboard = 0, sandbox = 0, workerHealth = 0] = used;
  return { booking, dashboard, sandbox, workerHealth };
}
