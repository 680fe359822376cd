/** A customer for screenshots, and a save that succeeds for some of its users and fails for others. */
import { E3, F3, VISIO } from './licenses';
import type { ManagePage } from './manage';
import { type OwnCustomer, ownCustomer } from './own_customer';
import { type Server } from './server';

/** The customer's users; the save is about the first five. */
export const showcaseUsers = ['Adele Vance', 'Diego Siciliani', 'Isaiah Langer', 'Lee Gu', 'Megan Bowen'];

/** Makes the customer. */
export function showcase(server: Server): Promise<OwnCustomer> {
  return ownCustomer(server, {
    seats: { [E3]: 6, [F3]: 4, [VISIO]: 4 },
    users: {
      'Adele Vance': { holds: [E3, VISIO] },
      'Diego Siciliani': { location: null },
      'Isaiah Langer': { location: 'GB', holds: [{ product: F3, group: 'Frontline workers' }] },
      'Lee Gu': { location: 'CN', holds: [E3] },
      'Megan Bowen': {},
      'Nestor Wilke': { location: 'ES', holds: [E3] },
    },
  });
}

/** Opens Manage licenses for the five, set to assign Visio to all of them. */
export async function chooseVisio(manage: ManagePage, customer: OwnCustomer): Promise<void> {
  await manage.openFor(customer, showcaseUsers);
  await manage.clickBox(VISIO);
}

/** Assigns Visio to the five: one has it, one has no location, three get it. Then shows the result. */
export async function saveVisio(manage: ManagePage, customer: OwnCustomer): Promise<void> {
  await chooseVisio(manage, customer);
  await manage.save();
}
