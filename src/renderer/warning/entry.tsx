import type { StayedView, View, WarningView } from '../../shared/requests/views.js';
import { mountWindow } from '../store/mount-window.js';
import { Stayed } from './stayed.js';
import { Warning } from './warning.js';

function belongsHere(view: View): view is WarningView | StayedView {
  return view.view === 'warning' || view.view === 'stayed';
}

mountWindow(belongsHere, ({ view, receivedAt }) =>
  view.view === 'stayed' ? (
    <Stayed />
  ) : (
    <Warning key={`${view.reason} ${view.memberName}`} view={view} receivedAt={receivedAt} />
  ),
);
