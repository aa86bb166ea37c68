import type { ReactNode } from 'react';
import { MANAGED_PLACE_NAMES } from '../../../shared/policy/managed-place.js';
import type {
  ActivityHealth,
  ManagedPlaceView,
  ManagedView,
  WorkstationFacts,
} from '../../../shared/requests/views.js';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { ActivityTest } from './activity-test.js';
import { Badge } from '../badge.js';
import { ManagedCallout } from '../managed-callout.js';
import { TabPage } from '../tab-page.js';

const HEALTH: Readonly<
  Record<ActivityHealth, { readonly tone: 'good' | 'plain' | 'warning'; readonly text: string }>
> = {
  believed: { tone: 'good', text: 'Working' },
  app: { tone: 'plain', text: 'Not used' },
  doubtful: { tone: 'warning', text: 'In doubt: only this app’s own input counts' },
  unreadable: { tone: 'warning', text: 'Only this app’s own input counts' },
};

const EXPLANATION: Partial<Record<ActivityHealth, string>> = {
  doubtful:
    'What this computer says of activity does not change, so it may not know. Until it does, only what people do in this app counts: a session can end early, never late. Some remote desktops do this.',
  unreadable:
    'This computer does not tell now whether somebody is using it. Until it does, only what people do in this app counts: a session can end early, never late. GNOME, KDE Plasma, sway and any X11 session tell; on some desktops a film or a call that keeps the screen awake hides who is there.',
};

const MANAGED: Readonly<
  Record<
    ManagedPlaceView['state'],
    { readonly tone: 'good' | 'plain' | 'warning'; readonly text: string }
  >
> = {
  none: { tone: 'plain', text: 'Not managed' },
  inForce: { tone: 'good', text: 'In force' },
  lastGood: { tone: 'warning', text: 'Older rules in force' },
  refused: { tone: 'warning', text: 'Not used' },
};

interface WorkstationProps {
  readonly facts: WorkstationFacts;
  readonly managed: ManagedView;
}

/** What this computer offers to the app, and whether it works. */
export function Workstation({ facts, managed }: WorkstationProps): ReactNode {
  const health = HEALTH[facts.activityHealth];
  const explanation = EXPLANATION[facts.activityHealth];
  return (
    <TabPage>
      <Card
        title="Activity on this computer"
        description="How the app knows that somebody is at the keyboard or the mouse."
      >
        <dl className={layout['facts']}>
          <dt>Source</dt>
          <dd>{facts.activitySource}</dd>
          <dt>State</dt>
          <dd>
            <Badge tone={health.tone}>{health.text}</Badge>
          </dd>
        </dl>
        {explanation !== undefined && <Callout tone="warning">{explanation}</Callout>}
        <ActivityTest />
      </Card>
      <Card title="What else protects a session" description="Beside the limit on inactivity.">
        <dl className={layout['facts']}>
          <dt>Screen lock</dt>
          <dd>
            {facts.lockSignals.length === 0
              ? 'This computer does not tell when it is locked.'
              : `Heard from ${facts.lockSignals.join(', ')}`}
          </dd>
          <dt>Guard</dt>
          <dd>
            {facts.guarded
              ? 'Running: clears what is left if the app is killed'
              : 'Not running: the next start clears what a killed app leaves'}
          </dd>
        </dl>
      </Card>
      <Card
        title="Managed by your organisation"
        description="Rules that whoever looks after this computer can set for it."
      >
        {managed.places.map(({ kind, path, state }) => (
          <dl key={kind} className={layout['facts']}>
            <dt>{MANAGED_PLACE_NAMES[kind]}</dt>
            <dd>{path}</dd>
            <dt>Rules</dt>
            <dd>
              <Badge tone={MANAGED[state].tone}>{MANAGED[state].text}</Badge>
            </dd>
          </dl>
        ))}
        <ManagedCallout managed={managed} />
      </Card>
    </TabPage>
  );
}
