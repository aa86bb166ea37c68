import type { View, WarningView } from '../../contract/views.js';
import { mountWindow } from '../store/mount-window.js';
import { Warning } from './warning.js';

function isWarningView(view: View): view is WarningView {
  return view.view === 'warning';
}

mountWindow(isWarningView, ({ view, receivedAt }) => (
  <Warning key={`${view.reason} ${view.memberName}`} view={view} receivedAt={receivedAt} />
));
