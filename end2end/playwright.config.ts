import { defineConfig } from '@playwright/test';

/** Debian's Chromium, quiet: it looks for no updates and calls nobody. */
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
    // What a page runs for seconds is not worth optimizing.
    '--js-flags=--no-wasm-tier-up',
  ],
};

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results/artifacts',
  fullyParallel: false,
  // Tests wait more than they work: three keep two cores busy.
  workers: 3,
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'results/results.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: chromium,
    locale: 'en-US',
    timezoneId: 'UTC',
    // A trace costs a fifth of the time. `cargo xtask test e2e -- NAME --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'tablet',
      // Takes every size itself.
      testIgnore: /screenshots\.spec\.ts/,
      use: { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true },
    },
  ],
});
