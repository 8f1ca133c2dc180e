import { snakeCase, type SdkField, type SdkMethod } from './methods.ts';

/** Python's own words, as parameters with an underscore behind. */
const keywords: ReadonlySet<string> = new Set(['from', 'in', 'is', 'class', 'global', 'import', 'lambda', 'pass', 'return']);
const argument = (name: string): string => (keywords.has(name) ? `${name}_` : snakeCase(name));
/** Sent as the header, in every method under the one name. */
const isOwnField = ({ name }: SdkField): boolean => name !== 'idempotencyKey';

/** The methods of the Python class. */
export const pythonMethods = (methods: readonly SdkMethod[]): string => methods.map(pythonMethod).join('\n\n');

const pythonMethod = ({ operation, name, pathNames, input, fields, isSigned, takesKey }: SdkMethod): string => {
  const own = fields.filter(isOwnField).toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
  const given = [
    'self', ...pathNames.map(argument), ...own.map((field) => (field.isRequired ? argument(field.name) : `${argument(field.name)}=None`)),
    ...(takesKey ? ['idempotency_key=None'] : []), 'timeout=None',
  ].join(', ');
  const path = operation.path.replaceAll(/\{(\w+)\}/g, "' + _segment('$1', $1) + '").replaceAll(/_segment\('(\w+)', \w+\)/g, (_, parameter: string) => `_segment('${argument(parameter)}', ${argument(parameter)})`);
  const flags = [
    ...(input === 'none' ? [] : [`input={${own.map((field) => `'${field.name}': ${argument(field.name)}`).join(', ')}}`]),
    ...(input === 'body' || isSigned ? ['has_body=True'] : []), ...(isSigned ? ['is_signed=True'] : []), ...(takesKey ? ['takes_key=True', 'idempotency_key=idempotency_key'] : []), 'timeout=timeout',
  ];
  return [
    `    def ${snakeCase(name)}(${given}):`, `        """${operation.summary.en} / ${operation.summary.th} (${operation.method} ${operation.path})"""`,
    `        return self._send('${operation.method}', ${`'${path}'`.replace(/ \+ ''$/, '')}, ${flags.join(', ')})`,
  ].join('\n');
};
