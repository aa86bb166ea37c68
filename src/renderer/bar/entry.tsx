import '../ui/styles/member-colours.css';
import type { Views } from '../../shared/requests/views.js';
import { mountWindow } from '../mount/mount-window.js';
import { GuardBar } from './guard-bar.js';
import './bar.css';

mountWindow<Views['bar']>('bar', { bar: true }, ({ view }) => <GuardBar view={view} />);
