import { defineConfig } from '@playwright/test';
import type { WorkerOptions } from './helpers/server';

/** Debian's Chromium without background activity: no update checks, no network requests of its own. */
const chromium = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Pages run only for seconds, so optimizing their code and checking all of it beforehand is not worth it.
    '--js-flags=--no-wasm-tier-up --wasm-lazy-validation',
  ],
};

/**
 * Specs that a tablet would only repeat: they are about keys, files, answers of the server or long work, or about what is decided on
 * a page that another spec opens and touches on a tablet. `screenshots` and `keeps_width` take every size themselves; `keeps_width`
 * also checks the portal and User management with axe at a tablet's width.
 */
const SAME_ON_TABLETS = [
  ...['keyboard_users', 'manage_keyboard', 'portal_keyboard'],
  ...['export', 'printing', 'upload_files'],
  ...['jobs', 'large_edit', 'large_save', 'retry', 'undo'],
  ...['copy_user', 'found_by', 'hostile_names', 'local_time', 'manage_reasons', 'reason', 'recent_changes', 'sign_in'],
  ...['user_errors', 'users_added', 'way_back', 'screenshots', 'keeps_width'],
  // As people, my_account and relationships on tablets.
  ...['applications', 'authority', 'confirm', 'custom_permissions', 'groups', 'oidc', 'organization', 'passwords', 'portal_oidc', 'roles'],
  ...['roles_pages', 'second_factor'],
  // As manage_journey, add_user, edit_user and upload on tablets.
  ...['buy_anywhere', 'edit_many', 'licenses_updated', 'manage_boxes', 'manage_buy', 'manage_failures', 'manage_save', 'manage_shortage'],
  ...['block', 'templates', 'wizard_keys'],
].map(name => `**/${name}.spec.ts`);

/** Specs that need a touch screen. */
const BY_TOUCH = ['**/portal_touch.spec.ts'];

/**
 * Specs that also run on PostgreSQL: a save with its pages, and the portal of a customer by mouse, keys and touch. The statements
 * have tests of their own.
 */
const ON_POSTGRES = ['manage_journey', 'portal', 'portal_keyboard'].map(name => `**/${name}.spec.ts`);

const desktop = { viewport: { width: 1280, height: 800 } };
const postgresUrl = process.env.TENANTRY_TEST_POSTGRES_URL;

export default defineConfig<object, WorkerOptions>({
  testDir: 'tests',
  outputDir: 'results/artifacts',
  fullyParallel: false,
  // Tests mostly wait: three keep two cores busy.
  workers: 3,
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  // A busy machine can stop for seconds. Only a failing test waits that long.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'results/results.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: chromium,
    locale: 'en-US',
    timezoneId: 'UTC',
    // A trace takes a fifth of the time. `cargo xtask test e2e -- NAME --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', testIgnore: BY_TOUCH, use: desktop },
    {
      name: 'tablet',
      testIgnore: SAME_ON_TABLETS,
      use: { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true },
    },
    ...(postgresUrl === undefined
      ? []
      : [
          { name: 'postgres', testMatch: ON_POSTGRES, use: { ...desktop, postgresUrl } },
          { name: 'postgres by touch', testMatch: BY_TOUCH, use: { ...desktop, hasTouch: true, postgresUrl } },
        ]),
  ],
});
