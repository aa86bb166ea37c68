import type { ReactNode } from 'react';
import { MANAGED_PLACE_NAMES } from '../../../shared/policy/managed-place.js';
import type {
  ActivityHealth,
  ManagedPlaceView,
  SettingsView,
} from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import { Callout } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import layout from '../../ui/styles/layout.module.css';
import { ActivityTest } from './activity-test.js';
import { Badge, type BadgeProps } from '../badge.js';
import { ManagedCallout } from '../managed-callout.js';
import { TabPage } from '../tab-page.js';

const HEALTH: Readonly<Record<ActivityHealth, () => BadgeProps>> = {
  believed: () => ({ tone: 'success', children: say('Working') }),
  app: () => ({ tone: 'info', children: say('Not used') }),
  doubtful: () => ({
    tone: 'warning',
    children: say('In doubt: only this app’s own input counts'),
  }),
  unreadable: () => ({ tone: 'warning', children: say('Only this app’s own input counts') }),
};

const EXPLANATION: Partial<Record<ActivityHealth, string>> = sayings({
  doubtful:
    'What this computer says of activity does not change, so it may not know. Until it does, only what people do in this app counts: a session can end early, never late. Some remote desktops do this.',
  unreadable:
    'This computer does not tell now whether somebody is using it. Until it does, only what people do in this app counts: a session can end early, never late. GNOME, KDE Plasma, sway and any X11 session tell; on some desktops a film or a call that keeps the screen awake hides who is there.',
});

const MANAGED: Readonly<Record<ManagedPlaceView['state'], () => BadgeProps>> = {
  none: () => ({ tone: 'info', children: say('Not managed') }),
  inForce: () => ({ tone: 'success', children: say('In force') }),
  lastGood: () => ({ tone: 'warning', children: say('Older rules in force') }),
  refused: () => ({
    tone: 'warning',
    children: say('{these, select, other {Not used}}', { these: 'rules' }),
  }),
};

/** What this computer offers to the app, and whether it works. */
export function Workstation({ view }: { readonly view: SettingsView }): ReactNode {
  const { workstation: facts, managed } = view;
  const explanation = EXPLANATION[facts.activityHealth];
  return (
    <TabPage>
      <Card
        title={say('Activity on this computer')}
        description={say('How the app knows that somebody is at the keyboard or the mouse.')}
      >
        <dl className={layout['facts']}>
          <dt>{say('Source')}</dt>
          <dd>{facts.activitySource}</dd>
          <dt>{say('State')}</dt>
          <dd>
            <Badge {...HEALTH[facts.activityHealth]()} />
          </dd>
        </dl>
        {explanation !== undefined && <Callout tone="warning">{explanation}</Callout>}
        <ActivityTest />
      </Card>
      <Card
        title={say('What else protects a session')}
        description={say('Beside the limit on inactivity.')}
      >
        <dl className={layout['facts']}>
          <dt>{say('Screen lock')}</dt>
          <dd>
            {facts.lockSignals.length === 0
              ? say('This computer does not tell when it is locked.')
              : say('Heard from {sources}', { sources: facts.lockSignals.join(', ') })}
          </dd>
          <dt>{say('Guard')}</dt>
          <dd>
            {facts.guarded
              ? say('Running: clears what is left if the app is killed')
              : say('Not running: the next start clears what a killed app leaves')}
          </dd>
        </dl>
      </Card>
      <Card
        title={say('Managed by your organisation')}
        description={say('Rules that whoever looks after this computer can set for it.')}
      >
        {managed.places.map(({ kind, path, state }) => (
          <dl key={kind} className={layout['facts']}>
            <dt>{MANAGED_PLACE_NAMES[kind]}</dt>
            <dd>{path}</dd>
            <dt>{say('Rules')}</dt>
            <dd>
              <Badge {...MANAGED[state]()} />
            </dd>
          </dl>
        ))}
        <ManagedCallout managed={managed} />
      </Card>
    </TabPage>
  );
}
