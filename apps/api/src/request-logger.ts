import type { FastifyBaseLogger } from 'fastify';

type Child = Parameters<FastifyBaseLogger['child']>;
type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** A logger that says of which request it speaks, made with the first line: most requests have nothing to say, and it costs as much as reading their body. */
export const requestLogger = (logger: FastifyBaseLogger, bindings: Child[0], options: Child[1]): FastifyBaseLogger => {
  let made: FastifyBaseLogger | undefined;
  const own = (): FastifyBaseLogger => (made ??= logger.child(bindings, options));
  const say = (level: Level) => (...line: [object, string?]) => own()[level](...line);
  return {
    level: logger.level, fatal: say('fatal'), error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug'), trace: say('trace'), silent: say('silent'),
    child: (more, moreOptions) => own().child(more, moreOptions),
  };
};
