import { ROLE_NAMES, ROLES } from '../../../shared/people/role.js';

export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }));
