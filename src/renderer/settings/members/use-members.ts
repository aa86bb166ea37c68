import { useEffect, useState } from 'react';
import type { MemberRow } from '../../../shared/requests/views.js';

interface Shown {
  /** By name; `null` before the first answer. */
  readonly members: readonly MemberRow[] | null;
  /** How many match, shown or not. */
  readonly found: number;
  /** Whether the last reading had no answer. */
  readonly failed: boolean;
}

export interface ShownMembers extends Shown {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly showMore: () => void;
}

/** From how many members on there is a search box. */
export const MANY_MEMBERS = 20;

/**
 * The members that match a search, a page at a time.
 * @param revision they are read again when it changes
 */
export function useMembers(revision: number): ShownMembers {
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(1);
  const [shown, setShown] = useState<Shown>({ members: null, found: 0, failed: false });

  useEffect(() => {
    let isWanted = true;
    const read = async (): Promise<void> => {
      const members: MemberRow[] = [];
      let found = 0;
      for (let page = 0; page < pages; page += 1) {
        const answer = await window.clinic
          .listMembers({ search, offset: members.length })
          .catch(() => null);
        // An answer to a question that nobody asks any more.
        if (!isWanted) return;
        if (answer === null) {
          setShown((before) => ({ ...before, failed: true }));
          return;
        }
        members.push(...answer.page.members);
        found = answer.page.found;
        if (members.length >= found) break;
      }
      setShown({ members, found, failed: false });
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [revision, search, pages]);

  return {
    ...shown,
    search,
    onSearch: (next) => {
      setSearch(next);
      setPages(1);
    },
    showMore: () => setPages((before) => before + 1),
  };
}
