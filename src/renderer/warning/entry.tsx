import type { StayedView, WarningView } from '../../shared/requests/views.js';
import { mountWindow } from '../mount/mount-window.js';
import { Stayed } from './stayed.js';
import { Warning } from './warning.js';

mountWindow<WarningView | StayedView>(
  'warning',
  { warning: true, stayed: true },
  ({ view, receivedAt }) =>
    view.view === 'stayed' ? (
      <Stayed />
    ) : (
      <Warning key={`${view.reason} ${view.memberName}`} view={view} receivedAt={receivedAt} />
    ),
);
