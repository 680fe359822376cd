/**
 * A customer of the test's own, with the demo administrator signed in.
 *
 * Tests that begin like this import `test` and `expect` from here.
 */
import { type OwnCustomer, type OwnDirectory, ownCustomer } from './own_customer';
import { expect, test as base } from './server';
import { signIn } from './sign_in';

export { expect };

/** Makes a customer and signs in. */
type SignedInAt = (directory: OwnDirectory, name?: string) => Promise<OwnCustomer>;

export const test = base.extend<{ signedInAt: SignedInAt }>({
  signedInAt: async ({ page, server }, use) =>
    use(async (directory, name) => {
      const customer = await ownCustomer(server, directory, name);
      await signIn(page, server);
      return customer;
    }),
});
