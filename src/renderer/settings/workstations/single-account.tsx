import { Share2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ClinicView } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { ClinicWork } from '../../ui/clinic-work.js';
import layout from '../../ui/styles/layout.module.css';
import { JoinAnother } from './join-another.js';
import { ShareAccount } from './share-account.js';

interface SingleAccountProps {
  readonly clinic: Extract<ClinicView, { shared: false }>;
}

/** The account is on this computer alone: how it can be shared. */
export function SingleAccount({ clinic }: SingleAccountProps): ReactNode {
  const { hasScript, progress } = clinic;
  const [open, setOpen] = useState<'share' | 'join' | null>(null);
  const close = (): void => setOpen(null);

  if (open === 'share')
    return <ShareAccount hasScript={hasScript} progress={progress} onCancel={close} />;
  return (
    <Card
      title={say('One account for every workstation')}
      description={say(
        'Share this account with the other computers of your clinic over a PostgreSQL server: members, rules and clinic apps are then the same at each desk, at once. The server keeps everything sealed and cannot read it; without it each workstation works on for a while.',
      )}
    >
      {progress === null || open === 'join' ? (
        <div className={layout['buttons']}>
          <Button look="primary" icon={Share2} onClick={() => setOpen('share')}>
            {say('Share this account…')}
          </Button>
          <Button look="quiet" onClick={() => setOpen('join')}>
            {say('Join another clinic…')}
          </Button>
        </div>
      ) : (
        <ClinicWork progress={progress} />
      )}
      {open === 'join' && <JoinAnother isShared={false} progress={progress} onClose={close} />}
    </Card>
  );
}
