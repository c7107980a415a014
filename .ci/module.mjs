// What is done to a module of WebAssembly that no tool at hand does: sections left out.

const HEAD = 8;
const CUSTOM = 0;

// Reads a number (LEB128); gives it and the place after it.
const number = (bytes, place) => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    value += (bytes[place] & 127) * 2 ** shift;
    if (bytes[place++] < 128) return [value, place];
  }
};
const written = (value) => Buffer.from(value < 128 ? [value] : [(value & 127) | 128, ...written(value >>> 7)]);
const text = (bytes, place) => {
  const [length, begin] = number(bytes, place);
  return [bytes.toString("utf8", begin, begin + length), begin + length];
};

// Gives the module with each section's content as `change` wants it; undefined leaves the section out.
const changed = (bytes, change) => {
  const result = [bytes.subarray(0, HEAD)];
  for (let at = HEAD, end; at < bytes.length; at = end) {
    const [length, begin] = number(bytes, at + 1);
    end = begin + length;
    const content = change(bytes[at], bytes.subarray(begin, end));
    if (content) result.push(bytes.subarray(at, at + 1), written(content.length), content);
  }
  return Buffer.concat(result);
};

export const withoutCustom = (bytes, pattern) =>
  changed(bytes, (kind, content) => (kind === CUSTOM && pattern.test(text(content, 0)[0]) ? undefined : content));
