import '../ui/member-colours.css';
import type { BarView } from '../../contract/guard-bar.js';
import type { View } from '../../contract/views.js';
import { mountWindow } from '../store/mount-window.js';
import { GuardBar } from './guard-bar.js';

function belongsHere(view: View): view is BarView {
  return view.view === 'bar';
}

mountWindow(belongsHere, ({ view }) => <GuardBar view={view} />);
