import { UsersRound } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { RecentMember } from '../../../shared/requests/sign-in.js';
import { say } from '../../../shared/words/say.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './recent-members.module.css';

interface RecentMembersProps {
  /** If false, the names appear only when the person asks for them. */
  readonly shownAtOnce: boolean;
  /** Receives the chosen member's email, or `null` when that member is gone. */
  readonly onEmail: (email: string | null) => void;
}

/** The members who signed in here recently, as shortcuts to their email. */
export function RecentMembers({ shownAtOnce, onEmail }: RecentMembersProps): ReactNode {
  const titleId = useId();
  const [wanted, setWanted] = useState(shownAtOnce);
  const [members, setMembers] = useState<readonly RecentMember[] | null>(null);

  useEffect(() => {
    if (!wanted) return undefined;
    let unmounted = false;
    // Without the list people can still type their email, so a failure needs no message.
    window.clinic.listRecentMembers({}).then(
      (answer) => {
        if (!unmounted) setMembers(answer.members);
      },
      () => setWanted(false),
    );
    return () => {
      unmounted = true;
    };
  }, [wanted]);

  async function choose(memberId: string): Promise<void> {
    const answer = await window.clinic.readRecentMemberEmail({ memberId }).catch(() => null);
    onEmail(answer?.email ?? null);
  }

  if (!wanted)
    return (
      <Button look="quiet" icon={UsersRound} wide onClick={() => setWanted(true)}>
        {say('Show recent members')}
      </Button>
    );
  if (members === null) return null;
  if (members.length === 0)
    return <p className={styles['nobody']}>{say('Nobody signed in here lately.')}</p>;
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className={classes(layout['note'], styles['title'])}>
        {say('Recent members')}
      </h2>
      <ul className={styles['tiles']}>
        {members.map((member) => (
          <li key={member.id}>
            <button
              type="button"
              className={classes(layout['row'], styles['tile'])}
              onClick={() => void choose(member.id)}
            >
              <Avatar name={member.name} />
              <span className={classes(layout['clipTwo'], styles['name'])}>{member.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
