import { mountWindow } from '../mount/mount-window.js';
import { Stayed } from './stayed.js';
import { Warning } from './warning.js';

mountWindow(['warning', 'stayed'], ({ view, receivedAt }) =>
  view.view === 'stayed' ? (
    <Stayed />
  ) : (
    <Warning key={`${view.reason} ${view.memberName}`} view={view} receivedAt={receivedAt} />
  ),
);
