import type { SettingsView } from '../../shared/requests/views.js';
import { mountWindow } from '../mount/mount-window.js';
import { Settings } from './settings.js';

mountWindow<SettingsView>('settings', { settings: true }, ({ view }) => <Settings view={view} />);
