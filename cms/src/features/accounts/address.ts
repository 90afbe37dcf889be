import { isIPv6 } from 'node:net';

/**
 * What stands for whoever asks: the IPv4 address, or the /64 network of an IPv6 one, which a single
 * subscriber has all to themselves (RFC 6177). An IPv4 address in IPv6 notation counts as IPv4.
 * @param address as the connection or a trusted proxy gives it
 */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [first, last] = [groups(left), groups(right)];
  const zeros = right === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const network = [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
