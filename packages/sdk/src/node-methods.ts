import type { SdkMethod } from './methods.ts';

/** The methods of the Node class. */
export const nodeMethods = (methods: readonly SdkMethod[]): string => methods.map(nodeMethod).join('\n\n');

const nodeMethod = (sdkMethod: SdkMethod): string => {
  const { operation, name, pathNames, input, isSigned, takesKey } = sdkMethod;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => `\${segment('${parameter}', ${parameter})}`);
  const given = [...pathNames, ...(input === 'none' ? [] : ['input']), 'options'].join(', ');
  const call = [
    `method: '${operation.method}'`, `path: ${path.includes('${') ? `\`${path}\`` : `'${path}'`}`, ...(input === 'none' ? [] : ['input']),
    ...(input === 'body' || isSigned ? ['hasBody: true'] : []), ...(isSigned ? ['isSigned: true'] : []), ...(takesKey ? ['takesKey: true'] : []),
  ].join(', ');
  return [
    `  /** ${operation.summary.en} / ${operation.summary.th} (${operation.method} ${operation.path}) */`,
    `  async ${name}(${given}) {`, `    return send(this, { ${call} }, options);`, '  }',
  ].join('\n');
};
