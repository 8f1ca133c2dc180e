import type { Config } from '@paygate/core/config';
import { buildSite, type Site } from '@paygate/docs/site';
import { BODY_BYTES_MAX } from '../faces/rest.ts';
import { callsPerMinute } from '../faces/limits.ts';
import { errorExample } from '../openapi/error-examples.ts';

export type GuideSite = () => Promise<Site>;

/** The guides as this server tells them, made once, when first asked for. */
export const openGuideSite = (config: Config): GuideSite => {
  let made: Promise<Site> | undefined;
  return () => (made ??= buildSite({ config, callsPerMinute: callsPerMinute(config), bodyBytesMax: BODY_BYTES_MAX, errorExample }));
};
