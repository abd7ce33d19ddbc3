import type { Program } from '../wire';

// Which mail programs are asked for: names or families of them; none means all.

/** Family is the programs of one maker, on all their platforms. */
export interface Family {
  name: string;
  programs: Program[];
}

/** familiesOf puts programs together by maker, in their order. */
export function familiesOf(programs: Program[]): Family[] {
  const by = new Map<string, Program[]>();
  for (const program of programs) by.set(program.family, [...(by.get(program.family) ?? []), program]);
  return [...by].map(([name, all]) => ({ name, programs: all }));
}

/** picked returns the names of the programs that are chosen. */
export function picked(programs: Program[], chosen: string[]): Set<string> {
  return new Set(programs.filter(({ name, family }) => chosen.includes(name) || chosen.includes(family)).map(({ name }) => name));
}

/** choose returns what is chosen once some programs have been taken in or left out: whole families by their name, all or none as none. */
export function choose(programs: Program[], chosen: string[], names: string[], on: boolean): string[] {
  const now = picked(programs, chosen);
  for (const name of names) if (on) now.add(name);
  else now.delete(name);
  if (now.size === programs.length) return [];
  return familiesOf(programs).flatMap(({ name, programs: all }) => {
    const here = all.filter((one) => now.has(one.name));
    return here.length === all.length ? [name] : here.map((one) => one.name);
  });
}

/** toldOf says which programs are chosen, in a few words; nothing when all are. */
export function toldOf(programs: Program[], chosen: string[]): string {
  const now = picked(programs, chosen);
  return familiesOf(programs).flatMap(({ name, programs: all }) => {
    const here = all.filter((one) => now.has(one.name));
    if (here.length === 0) return [];
    return here.length === all.length ? [name] : [`${name} (${here.map(({ platform }) => platform).join(', ')})`];
  }).join(', ');
}
