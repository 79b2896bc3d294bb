/* SHA-256 (FIPS 180-4), for what a document carries of its worksheet, and for what was trusted. */
#include "base.h"

#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2). */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
	0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
	0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
	0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t x, int by)
{
	return x >> by | x << (32 - by);
}

/* One of the 64 steps: what its caller names d and h is what changes, so that the eight words need not move along.
 * Turns by 6, 11 and 25 are turns one after the other, which takes fewer instructions; likewise below. */
static inline void step(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g, uint32_t *h, uint32_t add)
{
	uint32_t one = *h + turn(e ^ turn(e ^ turn(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + add;
	*d += one;
	*h = one + turn(a ^ turn(a ^ turn(a, 9), 11), 2) + ((a & b) ^ (c & (a ^ b)));
}

static void absorb(uint32_t state[8], const unsigned char block[64])
{
	uint32_t w[64];
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t low = turn(w[i - 15] ^ turn(w[i - 15], 11), 7) ^ w[i - 15] >> 3;
		uint32_t high = turn(w[i - 2] ^ turn(w[i - 2], 2), 17) ^ w[i - 2] >> 10;
		w[i] = w[i - 16] + low + w[i - 7] + high;
	}
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
	for (int i = 0; i < 64; i += 8) {
		step(a, b, c, &d, e, f, g, &h, constants[i] + w[i]);
		step(h, a, b, &c, d, e, f, &g, constants[i + 1] + w[i + 1]);
		step(g, h, a, &b, c, d, e, &f, constants[i + 2] + w[i + 2]);
		step(f, g, h, &a, b, c, d, &e, constants[i + 3] + w[i + 3]);
		step(e, f, g, &h, a, b, c, &d, constants[i + 4] + w[i + 4]);
		step(d, e, f, &g, h, a, b, &c, constants[i + 5] + w[i + 5]);
		step(c, d, e, &f, g, h, a, &b, constants[i + 6] + w[i + 6]);
		step(b, c, d, &e, f, g, h, &a, constants[i + 7] + w[i + 7]);
	}
	const uint32_t more[8] = { a, b, c, d, e, f, g, h };
	for (int i = 0; i < 8; i++)
		state[i] += more[i];
}

struct str base_digest(struct arena *a, struct str x)
{
	uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	unsigned char last[128] = { 0 };
	size_t whole = x.n / 64 * 64, rest = x.n - whole, padded = rest < 56 ? 64 : 128;
	for (size_t i = 0; i < whole; i += 64)
		absorb(state, (const unsigned char *)x.s + i);
	if (rest)
		memcpy(last, x.s + whole, rest);
	last[rest] = 0x80;
	for (int i = 0; i < 8; i++)
		last[padded - 1 - (size_t)i] = (unsigned char)((uint64_t)x.n * 8 >> (8 * i));
	for (size_t i = 0; i < padded; i += 64)
		absorb(state, last + i);
	char hex[64];
	for (size_t i = 0; i < sizeof hex; i++)
		hex[i] = "0123456789abcdef"[state[i / 8] >> (28 - i % 8 * 4) & 15];
	return str_copy(a, (struct str){ hex, sizeof hex });
}
