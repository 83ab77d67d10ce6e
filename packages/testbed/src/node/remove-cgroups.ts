import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const hierarchies = '/sys/fs/cgroup';

/** Removes the empty control groups of a node whose own program was killed before it could. */
export const removeCgroups = (name: string): void => cgroupsOf(name).forEach(removeGroup);

/** The control groups of that name, one in each hierarchy. */
export function cgroupsOf(name: string): string[] {
  if (!existsSync(hierarchies)) return [];
  const each = ['', ...readdirSync(hierarchies)].map((hierarchy) => join(hierarchies, hierarchy, name));
  return each.filter((group) => existsSync(group));
}

/** Its files belong to the kernel: only folders can be removed, the deepest first. */
function removeGroup(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(group, entry.name));
  rmdirSync(group);
}
