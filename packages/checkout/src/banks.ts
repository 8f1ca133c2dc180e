interface Badge { readonly name: string; readonly colour: string; readonly ink: string }

const white = '#fff';
const dark = '#000';
/** Short name and colour of the banks payers know, by their three-digit code; ink reads on the colour. */
const badges: Readonly<Record<string, Badge>> = {
  '002': { name: 'BBL', colour: '#1e4598', ink: white }, '004': { name: 'KBank', colour: '#0f8129', ink: white }, '006': { name: 'KTB', colour: '#1ba5e1', ink: dark },
  '011': { name: 'ttb', colour: '#0056ff', ink: white }, '014': { name: 'SCB', colour: '#4e2e7f', ink: white }, '022': { name: 'CIMB', colour: '#7e2f36', ink: white },
  '024': { name: 'UOB', colour: '#0b3979', ink: white }, '025': { name: 'BAY', colour: '#fec43b', ink: dark }, '030': { name: 'GSB', colour: '#eb198d', ink: dark },
  '033': { name: 'GHB', colour: '#f57d23', ink: dark }, '034': { name: 'BAAC', colour: '#4b9b1d', ink: dark }, '066': { name: 'iBank', colour: '#184615', ink: white },
  '067': { name: 'TISCO', colour: '#12549f', ink: white }, '069': { name: 'KKP', colour: '#199cc5', ink: dark }, '070': { name: 'ICBC', colour: '#c50f1c', ink: white },
  '071': { name: 'TCRB', colour: '#0a4ab3', ink: white }, '073': { name: 'LHB', colour: '#6d6e71', ink: white },
};

/** A bank that nobody drew yet is grey with its code. */
export const bankBadge = (code: string): Badge => badges[code] ?? { name: code.slice(0, 5), colour: '#5b6472', ink: white };
