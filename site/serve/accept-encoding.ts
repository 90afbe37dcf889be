/** The ends of packed files' names with what each means in HTTP; the shorter form first. */
const ENDINGS = { br: 'br', gzip: 'gz' } as const;
export type Encoding = keyof typeof ENDINGS;

/** A packed form: `x.html.br` holds `x.html` in `br`. */
export interface PackedForm {
  readonly encoding: Encoding;
  readonly ending: string;
}

/**
 * The packed forms that whoever asks takes, the preferred first (RFC 9110, 12.5.3): `br;q=0` is a
 * refusal, `*` stands for what is not named. The plain form is always there, also for who refuses it.
 * @param header the value of Accept-Encoding; without one nothing is packed
 */
export function acceptedForms(header = ''): PackedForm[] {
  const weights = new Map(header.split(',').map(weightOf));
  const weightFor = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  const plain = weights.get('identity') ?? 0;
  return Object.entries(ENDINGS)
    .map(([name, ending]) => ({ encoding: name as Encoding, ending, weight: weightFor(name) }))
    .filter(({ weight }) => weight > 0 && weight >= plain)
    .sort((one, other) => other.weight - one.weight);
}

/** A coding's name with its weight; what is no weight counts as 0. */
function weightOf(item: string): [name: string, weight: number] {
  const [name = '', ...parameters] = item.toLowerCase().split(';');
  const given = parameters.map((parameter) => /^\s*q\s*=\s*(.*?)\s*$/.exec(parameter)?.[1]);
  const weight = given.find((value) => value !== undefined) ?? '1';
  return [name.trim(), /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
