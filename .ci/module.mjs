// What is done to a module of WebAssembly that no tool at hand does: sections left out, imports renamed.

const HEAD = 8;
const CUSTOM = 0;
const IMPORT = 2;

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
const lettered = (word) => Buffer.concat([written(Buffer.byteLength(word)), Buffer.from(word)]);

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

// The names by which wasm-bindgen's script and its module know each other, made short in both.
export const shortened = (bytes, script) => {
  const short = new Map();
  const module = changed(bytes, (kind, content) => {
    if (kind !== IMPORT) return content;
    let [count, at] = number(content, 0);
    const result = [content.subarray(0, at)];
    while (count-- > 0) {
      const begin = at;
      const afterModule = text(content, begin)[1];
      const [name, afterName] = text(content, afterModule);
      if (content[afterName] !== 0) throw new Error(`what is imported is no function: ${name}`);
      at = number(content, afterName + 1)[1];
      if (name.startsWith("__wb")) short.set(name, `_${short.size.toString(36)}`);
      result.push(content.subarray(begin, afterModule), lettered(short.get(name) ?? name), content.subarray(afterName, at));
    }
    return Buffer.concat(result);
  });
  return [module, script.replaceAll(/\b__wb\w+/g, (name) => short.get(name) ?? name)];
};
