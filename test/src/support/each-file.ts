import { afterAll } from 'vitest';
import { closeAll } from './end-of-file.ts';

// Vitest runs this before each test file; registered first, it is the last of the file's hooks.
// oxlint-disable-next-line no-empty-pattern -- vitest reads the pattern as the list of fixtures and refuses a plain name
afterAll(async ({}, file) => { await closeAll(file); });
