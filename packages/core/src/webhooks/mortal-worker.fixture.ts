import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { openPlatform } from '../platform.ts';
import { createDispatcher } from './dispatcher.ts';

/** A worker in a process of its own, to be killed: takes whatever is due and says so by its requests. Lease in MORTAL_LEASE_MS. */
const platform = await openPlatform(readConfig(process.env), { log: pino({ level: 'silent' }), role: 'worker' });
const dispatcher = createDispatcher(platform, { leaseMs: Number(process.env['MORTAL_LEASE_MS']) });
await dispatcher.sweep();
