import type { SdkMethod } from './methods.ts';

/** Written by hand in the template, since the documents call them with arguments of their own. */
const handwritten: ReadonlySet<string> = new Set(['createPayment']);

/** The methods of the PHP class. */
export const phpMethods = (methods: readonly SdkMethod[]): string => methods.filter(({ name }) => !handwritten.has(name)).map(phpMethod).join('\n\n');

const phpMethod = ({ operation, name, pathNames, input, fields, isSigned, takesKey }: SdkMethod): string => {
  const isInputRequired = fields.some(({ isRequired }) => isRequired);
  const given = [...pathNames.map((parameter) => `$${parameter}`), ...(input === 'none' ? [] : [`array $input${isInputRequired ? '' : ' = array()'}`]), 'array $options = array()'].join(', ');
  const path = operation.path.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 1 ? `self::segment('${part}', $${part})` : `'${part}'`)).filter((part) => part !== "''").join(' . ');
  const flags = [...(input === 'body' || isSigned ? ["'hasBody' => true"] : []), ...(isSigned ? ["'isSigned' => true"] : []), ...(takesKey ? ["'takesKey' => true"] : [])];
  const call = [`'method' => '${operation.method}'`, `'path' => ${path}`, ...(input === 'none' ? [] : ["'input' => $input"]), ...flags].join(', ');
  return [
    '    /**', `     * ${operation.summary.en} / ${operation.summary.th} (${operation.method} ${operation.path})`,
    ...(input === 'none' ? [] : [`     * $input: ${fields.map((field) => (field.isRequired ? field.name : `${field.name}?`)).join(', ')}`]),
    '     */', `    public function ${name}(${given})`, '    {', `        return $this->send(array(${call}), $options);`, '    }',
  ].join('\n');
};
