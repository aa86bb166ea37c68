import { mountWindow } from '../mount/mount-window.js';
import { Settings } from './settings.js';

mountWindow(['settings'], ({ view }) => <Settings view={view} />);
