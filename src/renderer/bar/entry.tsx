import '../ui/styles/member-colours.css';
import type { BarView } from '../../shared/clinic-apps/guard-bar.js';
import type { View } from '../../shared/requests/views.js';
import { mountWindow } from '../store/mount-window.js';
import { GuardBar } from './guard-bar.js';

function belongsHere(view: View): view is BarView {
  return view.view === 'bar';
}

mountWindow(belongsHere, ({ view }) => <GuardBar view={view} />);
