import account from './0001-account.sql?raw';
import identity from './0002-identity.sql?raw';
import activity from './0003-activity.sql?raw';
import updates from './0004-updates.sql?raw';

/** Every migration in order; its number is its place in this list, counted from 1. */
export const MIGRATIONS: readonly string[] = [account, identity, activity, updates];
