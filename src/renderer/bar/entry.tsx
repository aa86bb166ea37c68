import '../ui/styles/member-colours.css';
import { mountWindow } from '../mount/mount-window.js';
import { GuardBar } from './guard-bar.js';

mountWindow(['bar'], ({ view }) => <GuardBar view={view} />);
