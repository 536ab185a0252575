/** Who is counted as one on the internet. */
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/lib/network.ts';

describe('network', () => {
  it('is the address for IPv4, the /64 for IPv6, whatever way it is written', () => {
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
    expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(networkOf('2001:DB8:0:12::1')).toBe('2001:db8:0:12');
    expect(networkOf('2001:db8:0:12:ffff:1:2:3')).toBe('2001:db8:0:12');
    expect(networkOf('2001:0db8:0000:0012::')).toBe('2001:db8:0:12');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  });
});
