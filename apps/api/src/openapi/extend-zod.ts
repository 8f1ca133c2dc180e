import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

/**
 * Import this before anything that declares a schema. zod 4 binds methods per instance: a schema made earlier has no
 * `openapi` method and zod-to-openapi fails on it far from the cause.
 */
extendZodWithOpenApi(z);
