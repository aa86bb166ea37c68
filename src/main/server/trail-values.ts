import type { EventSearch, OwnItem, TrailItemKind } from '../ports/clinic-server.js';

/* Items of trails, as the functions of `clinic.sql` take and give them. */

/** The number of each kind is its place here, from 1. */
const KINDS: readonly TrailItemKind[] = ['key', 'segment', 'event', 'head', 'cut'];

export function numberOfKind(kind: TrailItemKind): number {
  return KINDS.indexOf(kind) + 1;
}

/** @returns `undefined` for a number that no kind has */
export function kindOfNumber(number: number): TrailItemKind | undefined {
  return KINDS[number - 1];
}

/** As arrays, one for each parameter of `bring_trail`. */
export function columnsOf(items: readonly OwnItem[]): readonly unknown[] {
  return [
    items.map(({ kind }) => numberOfKind(kind)),
    items.map(({ number }) => number),
    items.map(({ box }) => box),
    items.map(({ tags }) => tags?.atMs ?? null),
    items.map(({ tags }) => tags?.event ?? null),
    items.map(({ tags }) => tags?.member ?? null),
    items.map(({ tags }) => tags?.by ?? null),
  ];
}

/** The parameters of `trail_page`. */
export function valuesOf(search: EventSearch): readonly unknown[] {
  const { events, member, workstation, sinceMs, before, most } = search;
  const place = [before?.atMs ?? null, before?.workstation ?? null, before?.number ?? null];
  return [events, member, workstation, sinceMs, ...place, most];
}
