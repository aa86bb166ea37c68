import { AccountFile } from '../../support/account-file.js';
import { DecidingMember } from '../../support/deciding-member.js';

/*
 * An administrator adds many members to an account, beside the app, as the app would. Arguments: the
 * account's folder, the administrator's email and password, and how many.
 */
const [folder = '', email = '', password = '', count = ''] = process.argv.slice(2);
const administrator = await DecidingMember.open(new AccountFile(folder), { email, password });
const people = Array.from({ length: Number(count) }, (_, index) => ({
  name: `Émile ${100 + index}`,
  email: `m${100 + index}@harbour.example`,
}));
administrator.addMembers(people, 'practitioner');
