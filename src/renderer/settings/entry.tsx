import type { SettingsView, View } from '../../shared/requests/views.js';
import { mountWindow } from '../store/mount-window.js';
import { Settings } from './settings.js';

function isSettingsView(view: View): view is SettingsView {
  return view.view === 'settings';
}

mountWindow(isSettingsView, ({ view }) => <Settings view={view} />);
