import { type Role, ROLE_NAMES, ROLES } from '../../../shared/people/role.js';
import type { Option } from '../../ui/fields/select-field.js';

export function roleOptions(): readonly Option<Role>[] {
  return ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }));
}
