import { defineConfig } from '@playwright/test';

/** `cargo xtask test engines`: browsers driven by WebDriver, one after the other. */
export default defineConfig({
  testDir: 'engines',
  outputDir: 'results/engines',
  workers: 1,
  timeout: 180_000,
  reporter: [['list'], ['json', { outputFile: 'results/engines.json' }]],
});
