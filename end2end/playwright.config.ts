import { defineConfig } from '@playwright/test';

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
    // Pages run only for seconds, so optimizing their code is not worth it.
    '--js-flags=--no-wasm-tier-up',
  ],
};

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results/artifacts',
  fullyParallel: false,
  // Tests mostly wait: three keep two cores busy.
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
    // A trace takes a fifth of the time. `cargo xtask test e2e -- NAME --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'tablet',
      // This test takes every size itself.
      testIgnore: /screenshots\.spec\.ts/,
      use: { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true },
    },
  ],
});
