/**
 * Manage licenses: a fixture that opens it, with its parts and what it saves.
 *
 * Tests that manage licenses import `test` and `expect` from here.
 */
import type { Locator, Page } from '@playwright/test';
import { expectTabs, openPlans, outcomes, plansButton, press } from './licenses';
import { type OwnCustomer, type OwnDirectory, ownCustomer } from './own_customer';
import type { Fixtures } from './server';
import { signIn } from './sign_in';
import { expect, test as base } from './signed_in_at';
import { expectRow, selectUsers, selectionBar, usersAreLive, usersTable } from './table';

export { expect };

export const test = base.extend<{ manage: ManagePage }>({
  manage: async ({ page, server, anotherContext }, use) => use(new ManagePage({ page, server, anotherContext })),
});

type BoxState = 'filled' | 'clear' | 'partly';

/** Users by name, or all on the first page of the list. */
type Selected = string[] | 'page';

/** Manage licenses, and Licenses updated after a save. */
export class ManagePage {
  readonly page: Page;
  /** The choice of a location for the users. */
  readonly location: Locator;
  /** “Before you save”. */
  readonly beforeSave: Locator;
  /** The visible Save button, whatever its text. */
  readonly saveButton: Locator;
  /** The outcomes of a save, one row per user. */
  readonly outcomes: Locator;
  private readonly table: Locator;
  private readonly fixtures: Fixtures;

  constructor(fixtures: Fixtures) {
    const { page } = fixtures;
    this.fixtures = fixtures;
    this.page = page;
    this.location = page.getByRole('combobox', { name: 'Update location' });
    this.beforeSave = page.getByRole('complementary', { name: 'Before you save' });
    this.saveButton = page.getByRole('button', { name: /^Sav(e|ing)/ });
    this.outcomes = outcomes(page);
    this.table = page.getByRole('table', { name: 'Assign and revoke licenses' });
  }

  /** Makes a customer, signs in, and opens Manage licenses for its users. */
  async open(directory: OwnDirectory, selected: Selected = 'page'): Promise<OwnCustomer> {
    const customer = await this.openUsers(directory);
    await this.openSelecting(selected);
    return customer;
  }

  /** Makes a customer, signs in, and opens the list of its users. */
  async openUsers(directory: OwnDirectory): Promise<OwnCustomer> {
    const customer = await ownCustomer(this.fixtures.server, directory);
    await signIn(this.page, this.fixtures.server);
    await this.goToUsers(customer);
    return customer;
  }

  /** Opens Manage licenses for users of a customer that exists already. */
  async openFor(customer: OwnCustomer, selected: Selected = 'page'): Promise<void> {
    await this.goToUsers(customer);
    await this.openSelecting(selected);
  }

  /** Opens Manage licenses for the users who are selected in the list. */
  async openSelected(): Promise<void> {
    await press(selectionBar(this.page).getByRole('button', { name: 'Manage licenses' }));
    await this.expectOpen();
  }

  private async goToUsers({ id }: OwnCustomer): Promise<void> {
    await this.page.goto(`/customers/${id}/users`);
    await usersAreLive(this.page);
  }

  private async openSelecting(selected: Selected): Promise<void> {
    if (selected === 'page') {
      await usersTable(this.page).getByRole('checkbox', { name: 'Select this page' }).check();
    } else {
      await selectUsers(this.page, selected);
    }
    await this.openSelected();
  }

  /** Signs in in another browser session, where nothing is open yet. */
  async elsewhere(): Promise<ManagePage> {
    const page = await (await this.fixtures.anotherContext()).newPage();
    await signIn(page, this.fixtures.server);
    return new ManagePage({ ...this.fixtures, page });
  }

  /** Expects Manage licenses to be loaded. */
  async expectOpen(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(/ \| Manage licenses$/);
    await expect(this.table).toBeVisible();
  }

  /** A product's row. */
  row(product: string): Locator {
    return this.table.getByRole('row').filter({ has: plansButton(this.page, product) });
  }

  /** A product's box. */
  box(product: string): Locator {
    return this.row(product).getByRole('checkbox', { name: product, exact: true });
  }

  /** Clicks a product's box this many times. */
  async clickBox(product: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await press(this.box(product));
    }
  }

  /** Expects the state of a product's box, and the text about what will happen. */
  async expectProduct(product: string, state: BoxState, will: string): Promise<void> {
    await expectBox(this.box(product), state);
    await expect(this.row(product)).toContainText(will);
  }

  /** Opens a product's service plans and returns them. */
  openPlans(product: string): Promise<Locator> {
    return openPlans(this.page, product);
  }

  /** The button that buys more of a product. */
  buyMore(product: string): Locator {
    return this.page.getByRole('button', { name: `Buy more ${product}` });
  }

  /** Expects Save to be disabled, for this reason. */
  async expectNoSave(why: string | RegExp): Promise<void> {
    await expect(this.saveButton).toBeDisabled();
    await expect(this.saveButton).toHaveAccessibleDescription(why);
  }

  /** Saves and waits for the result. With `revoking`, confirms the question first. */
  async save({ revoking = false } = {}): Promise<void> {
    await press(this.saveButton);
    if (revoking) {
      await press(this.page.getByRole('dialog').getByRole('button', { name: 'Revoke and save' }));
    }
    await this.expectUpdated();
  }

  /** Saves again after a save that got no answer, and waits for the result. */
  async tryAgain(): Promise<void> {
    await press(this.beforeSave.getByRole('button', { name: 'Try again' }));
    await this.expectUpdated();
  }

  /** Expects Licenses updated, or its undo, to be loaded at its own address. */
  async expectUpdated(): Promise<void> {
    await expect(this.page).toHaveURL(/\/changes\/[0-9a-f-]{36}$/);
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(/ \| (Licenses updated|Change undone)$/);
    await expect(this.outcomes).toBeVisible();
  }

  /** Expects one outcome with these cells. */
  async expectOutcome(cells: Record<string, string | RegExp>): Promise<void> {
    await expectRow(this.outcomes, cells);
  }

  /** Expects the texts of the outcome tabs. */
  expectTabs(tabs: string[]): Promise<void> {
    return expectTabs(this.page, tabs);
  }

  /** Expects this many saves among a customer's recent changes. */
  async expectSaves({ id }: OwnCustomer, saves: number): Promise<void> {
    await this.page.goto(`/customers/${id}/changes`);
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(/ \| Recent changes$/);
    await expect(this.page.getByRole('link', { name: /^Licenses updated: / })).toHaveCount(saves);
  }
}

/** Expects the state of a tri-state box. */
export async function expectBox(box: Locator, state: BoxState): Promise<void> {
  await expect(box).toBeChecked(state === 'partly' ? { indeterminate: true } : { checked: state === 'filled' });
  if (state !== 'partly') {
    await expect(box).toHaveJSProperty('indeterminate', false);
  }
}
