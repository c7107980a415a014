// Unpacks raw LZMA with four bits of literal context and none of position (`xz --format=raw --lzma1=lc=4,lp=0,pb=0`): a
// quarter smaller than deflate, which browsers unpack themselves. After the specification in the LZMA SDK.
//
// Trusts its input: whoever calls has compared a checksum.

const LITERAL_BITS = 4;
const STATES = 12;
// By it numbers with a sign are compared as if they had none.
const SIGN = -0x80000000;
const SLICE_BYTES = 1 << 19;

// Probabilities of the choices, one after the other in one array.
const place = (() => {
  let end = 0;
  const of = (count) => (end += count) - count;
  const lengths = () => ({ choice: of(2), low: of(8), middle: of(8), high: of(256) });
  return {
    isMatch: of(STATES),
    isRepeat: of(STATES),
    isOther: of(STATES),
    isLong: of(STATES),
    isSecond: of(STATES),
    isThird: of(STATES),
    slots: of(4 * 64),
    near: of(128),
    align: of(16),
    match: lengths(),
    repeat: lengths(),
    literals: of(0x300 << LITERAL_BITS),
    end,
  };
})();

// Fills `output` slice by slice; yields how much of it is there.
export function* unpack(input, output) {
  const chances = new Uint16Array(place.end).fill(1024);
  // Range and code; numbers in a typed array stay whole and unboxed.
  const coder = new Uint32Array([0xffffffff, ((input[1] << 24) | (input[2] << 16) | (input[3] << 8) | input[4]) >>> 0]);
  let at = 5;

  const follow = () => {
    if (coder[0] < 0x1000000) {
      coder[0] <<= 8;
      coder[1] = (coder[1] << 8) | input[at++];
    }
  };
  const bit = (chance) => {
    const likely = chances[chance];
    const bound = (coder[0] >>> 11) * likely;
    if (coder[1] < bound) {
      coder[0] = bound;
      chances[chance] = likely + ((2048 - likely) >>> 5);
      follow();
      return 0;
    }
    coder[0] -= bound;
    coder[1] -= bound;
    chances[chance] = likely - (likely >>> 5);
    follow();
    return 1;
  };
  // As `bit` again and again, until the node reaches a limit: most of the work, so range and code stay in registers.
  const descend = (first, start, limit) => {
    let range = coder[0] | 0;
    let code = coder[1] | 0;
    let node = start;
    while (node < limit) {
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[at++];
      }
      const likely = chances[first + node];
      const bound = Math.imul(range >>> 11, likely);
      if ((code ^ SIGN) < (bound ^ SIGN)) {
        range = bound;
        chances[first + node] = likely + ((2048 - likely) >> 5);
        node <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        chances[first + node] = likely - (likely >> 5);
        node = (node << 1) | 1;
      }
    }
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | input[at++];
    }
    coder[0] = range;
    coder[1] = code;
    return node;
  };
  const tree = (first, bits) => descend(first, 1, 1 << bits) - (1 << bits);
  const reversed = (first, bits) => {
    let node = 1;
    let value = 0;
    for (let done = 0; done < bits; done += 1) {
      const next = bit(first + node);
      node = (node << 1) | next;
      value |= next << done;
    }
    return value;
  };
  const direct = (bits) => {
    let value = 0;
    for (let left = bits; left > 0; left -= 1) {
      coder[0] >>>= 1;
      const next = coder[1] >= coder[0] ? 1 : 0;
      if (next) coder[1] -= coder[0];
      follow();
      value = value * 2 + next;
    }
    return value;
  };
  const length = ({ choice, low, middle, high }) => {
    if (!bit(choice)) return 2 + tree(low, 3);
    return bit(choice + 1) ? 18 + tree(high, 8) : 10 + tree(middle, 3);
  };
  const distance = (length) => {
    const slot = tree(place.slots + 64 * Math.min(length - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + reversed(place.near + base - slot, bits);
    return base + direct(bits - 4) * 16 + reversed(place.align, 4);
  };
  const literal = (filled, isAfterMatch, far) => {
    const before = filled > 0 ? output[filled - 1] : 0;
    const first = place.literals + 0x300 * (before >> (8 - LITERAL_BITS));
    let node = 1;
    if (isAfterMatch) {
      // As long as it agrees with what stands at the last distance, that tells the next bit.
      let hint = output[filled - far - 1];
      while (node < 0x100) {
        const expected = (hint >> 7) & 1;
        hint <<= 1;
        const next = bit(first + ((1 + expected) << 8) + node);
        node = (node << 1) | next;
        if (next !== expected) break;
      }
    }
    return descend(first, node, 0x100) & 0xff;
  };

  let state = 0;
  let far = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let filled = 0;
  const fill = (end) => {
    while (filled < end) {
      if (!bit(place.isMatch + state)) {
        output[filled] = literal(filled, state >= 7, far);
        filled += 1;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let run;
      if (!bit(place.isRepeat + state)) {
        run = length(place.match);
        fourth = third;
        third = second;
        second = far;
        far = distance(run);
        state = state < 7 ? 7 : 10;
      } else {
        let isShort = false;
        if (!bit(place.isOther + state)) isShort = !bit(place.isLong + state);
        else {
          const before = far;
          if (!bit(place.isSecond + state)) far = second;
          else {
            if (!bit(place.isThird + state)) far = third;
            else {
              far = fourth;
              fourth = third;
            }
            third = second;
          }
          second = before;
        }
        run = isShort ? 1 : length(place.repeat);
        state = isShort ? (state < 7 ? 9 : 11) : state < 7 ? 8 : 11;
      }
      const stop = Math.min(filled + run, output.length);
      for (let from = filled - far - 1; filled < stop; from += 1, filled += 1) output[filled] = output[from];
    }
  };
  while (filled < output.length) {
    fill(Math.min(filled + SLICE_BYTES, output.length));
    yield filled;
  }
}
