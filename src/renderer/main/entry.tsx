import type { MainView, View } from '../../shared/requests/views.js';
import { mountWindow } from '../store/mount-window.js';
import { App } from './app.js';

function isMainView(view: View): view is MainView {
  return view.view !== 'settings' && view.view !== 'warning';
}

mountWindow(isMainView, (shown) => <App shown={shown} />);
