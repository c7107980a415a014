# Installs what the project's commands need and are missing. Sourced by `run` and `test`; does nothing by itself.
# What is pinned is pinned here, and nowhere else; the version of wasm-bindgen is read from Cargo.lock.
TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132.0.0
AXE_VERSION=4.14.1
ESBUILD_VERSION=0.28.2
CARGO_FUZZ_VERSION=0.13.2
WASM_SPLIT_VERSION=0.2.4
CHROME_MAJOR_MIN=109

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
tools=${SANYOU_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sanyou}
logs=$root/target/logs
mkdir -p "$tools" "$logs"

say() { printf '%s\n' "$*"; }
fail() { printf '\nStopped: %s\n' "$*" >&2; exit 1; }

# long WHAT COMMAND… : runs a slow command with its output in a log, and shows that it is alive and how far it is.
long() {
  local what=$1 log pid started=$SECONDS shown=$SECONDS every=30 last status=0
  shift
  log=$logs/$(printf '%s' "$what" | tr -c 'A-Za-z0-9._-' '-').log
  [ -t 1 ] && every=3
  say "  $what …"
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    read -rt 1 -u 9 || true
    if [ $((SECONDS - shown)) -ge "$every" ]; then
      shown=$SECONDS
      last=$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c1-90)
      say "    $((SECONDS - started)) s  $last"
    fi
  done 9<> <(:)
  wait "$pid" || status=$?
  if [ "$status" -ne 0 ]; then
    tail -n 30 "$log" >&2
    fail "$what failed (exit $status). The lines above are the end of $log; mend what they name and run the command again."
  fi
  say "    done in $((SECONDS - started)) s"
}

# Runs a command as root where that is possible without asking anybody.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 77; fi
}

# packages WHY NAME… : installs system packages, or says which ones are wanted.
packages() {
  local why=$1
  shift
  command -v apt-get >/dev/null || fail "$why is missing, and this system has no apt-get. Install by hand the equivalent of: $*"
  as_root true || fail "$why is missing. As an administrator run: apt-get install $*"
  long "looking up system packages" as_root apt-get update
  long "installing $why ($*)" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Chooses one toolchain for the whole run: rustup's where it has, or can fetch, the wasm target; else Debian's.
setup_rust() {
  local choice=${SANYOU_TOOLCHAIN:-}
  if [ -z "$choice" ]; then
    if command -v rustup >/dev/null && { rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown \
      || { say "  asking rustup for the wasm target …"; timeout 120 rustup target add wasm32-unknown-unknown >"$logs/rustup.log" 2>&1; }; }; then
      choice=rustup
    else
      choice=debian
    fi
  fi
  case $choice in
    rustup) command -v cargo >/dev/null || fail "cargo is missing. Install Rust with rustup, then run this again." ;;
    debian) setup_rust_debian ;;
    *) fail "SANYOU_TOOLCHAIN is '$choice'; it may be 'rustup' or 'debian'." ;;
  esac
  export CARGO_TARGET_DIR=$root/target/$choice
  say "  Rust: $(rustc --version) ($choice)"
}

# Debian's rustc has no std for wasm; its own source is built once with the compiler it belongs to.
setup_rust_debian() {
  local wanted=() name stamp libdir hostbin
  for name in rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-19; do
    dpkg -s "$name" >/dev/null 2>&1 || wanted+=("$name")
  done
  [ ${#wanted[@]} -eq 0 ] || packages "Debian's Rust" "${wanted[@]}"
  command -v cc >/dev/null || packages "a C linker" gcc libc6-dev
  if command -v rustup >/dev/null; then
    rustup toolchain list | grep -q '^debian' || rustup toolchain link debian /usr || fail "rustup could not link Debian's toolchain."
    export RUSTUP_TOOLCHAIN=debian
  else
    export PATH=/usr/bin:$PATH
  fi
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown)
  hostbin=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin
  stamp=$libdir/.sanyou-stamp
  if [ "$(cat "$stamp" 2>/dev/null)" != "$(rustc -vV)" ]; then
    as_root true || fail "the wasm library of Debian's Rust has to be put into $libdir. Run this once as an administrator."
    long "building Rust's standard library for wasm (once)" build_std "$libdir" "$stamp"
  fi
  if [ ! -e "$hostbin/rust-lld" ]; then
    as_root mkdir -p "$hostbin" && as_root ln -sf /usr/lib/llvm-19/bin/lld "$hostbin/rust-lld" || fail "could not link LLVM's linker into $hostbin."
  fi
}

build_std() {
  local libdir=$1 stamp=$2 work
  work=$(mktemp -d) || return 1
  mkdir -p "$work/src" && : >"$work/src/lib.rs"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
  ( cd "$work" && CARGO_TARGET_DIR=$work/target RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes cargo build --release \
      --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,test,proc_macro ) || return 1
  as_root mkdir -p "$libdir" || return 1
  as_root find "$libdir" -maxdepth 1 \( -name '*.rlib' -o -name '*.rmeta' \) -delete
  as_root cp "$work"/target/wasm32-unknown-unknown/release/deps/*.rlib "$work"/target/wasm32-unknown-unknown/release/deps/*.rmeta "$libdir" || return 1
  as_root rm -f "$libdir"/libempty-*
  rustc -vV | as_root tee "$stamp" >/dev/null
  rm -rf "$work"
}

locked_version() { awk -v name="$1" '$0 == "name = \"" name "\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock; }

# Build tools are made for the host, without the project's settings, and kept outside it, one folder a version.
cargo_tool() {
  local name=$1 version=$2 lock=${3:-} extra=${4:-}
  local home=$tools/$name-$version level=0 # what works on modules itself is worth optimising; what calls others is not
  [[ $name != wasm* ]] || level=1
  if [ ! -e "$home/.crates.toml" ]; then # cargo writes it when everything is in place
    # shellcheck disable=SC2086
    long "building $name $version (once, a few minutes)" env CARGO_TARGET_DIR="$home-build" CARGO_PROFILE_RELEASE_LTO=off \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=$level CARGO_PROFILE_RELEASE_DEBUG=0 \
      cargo install "$name" --version "$version" $lock $extra --root "$home"
    rm -rf "$home-build"
  fi
  export PATH=$home/bin:$PATH
}

setup_node() {
  { command -v node && command -v npm; } >/dev/null || packages "Node.js (it runs wasm-opt)" nodejs npm
}

# npm_tool NAME VERSION : unpacks one npm package into its own folder and names that folder in npm_home.
npm_tool() {
  npm_home=$tools/$1-$2
  [ -e "$npm_home/.done" ] || {
    setup_node
    long "fetching $1 $2 (once)" npm install --no-audit --no-fund --prefix "$npm_home" "$1@$2"
    touch "$npm_home/.done"
  }
}

setup_build() {
  setup_node
  cargo fetch --locked --quiet 2>/dev/null || long "fetching crates" cargo fetch --locked
  cargo_tool trunk "$TRUNK_VERSION" --locked --no-default-features
  cargo_tool wasm-bindgen-cli "$(locked_version wasm-bindgen)"
  SANYOU_WASM_BINDGEN=$(command -v wasm-bindgen)
  export SANYOU_WASM_BINDGEN
  cargo_tool wasm_split_cli_support "$WASM_SPLIT_VERSION" --locked "--features build-binary"
  npm_tool binaryen "$BINARYEN_VERSION"
  export PATH=$npm_home/node_modules/.bin:$PATH
  npm_tool esbuild "$ESBUILD_VERSION"
  export PATH=$npm_home/node_modules/.bin:$PATH
  export PATH=$root/.ci/bin:$PATH # before the real wasm-bindgen
  case $(wasm-opt --version 2>/dev/null) in
    *"version ${BINARYEN_VERSION%%.*}"*) ;;
    *) fail "wasm-opt does not answer as version ${BINARYEN_VERSION%%.*}. Delete $npm_home and run this again." ;;
  esac
  say "  Trunk $TRUNK_VERSION, wasm-bindgen $(locked_version wasm-bindgen), wasm-split $WASM_SPLIT_VERSION, wasm-opt ${BINARYEN_VERSION%%.*}, esbuild $ESBUILD_VERSION: ready"
}

# The single file is packed by xz, which most systems have.
setup_single() { command -v xz >/dev/null || packages "xz (it packs the single file)" xz-utils; }

# Makes single/sanyou.html of what was built last, and fails when it is over its budget.
single_file() { node "$root/.ci/single.mjs"; }

# libFuzzer itself is C++.
setup_cxx() { command -v c++ >/dev/null || packages "a C++ compiler" g++; }

# Stable compilers fuzz as well, without a sanitizer.
setup_fuzz() {
  cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" --locked
  say "  cargo-fuzz $CARGO_FUZZ_VERSION: ready"
}

# Finds a Chromium and a driver of the same major version, and installs Debian's where there is none.
setup_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null && { CHROMIUM=$(command -v "$name"); break; }
    CHROMIUM=
  done
  CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
  if [ -z "$CHROMIUM" ] || [ -z "$CHROMEDRIVER" ]; then
    packages "Chromium and its driver" chromium chromium-driver fonts-noto-cjk
    CHROMIUM=$(command -v chromium) CHROMEDRIVER=$(command -v chromedriver)
  fi
  local browser driver
  browser=$("$CHROMIUM" --version 2>/dev/null | grep -oE '[0-9]+\.' | head -n 1)
  driver=$("$CHROMEDRIVER" --version 2>/dev/null | grep -oE '[0-9]+\.' | head -n 1)
  [ -n "$browser" ] || fail "$CHROMIUM does not say its version; set CHROMIUM to a working Chromium."
  [ "${browser%.}" -ge "$CHROME_MAJOR_MIN" ] || fail "Chromium $browser is too old; $CHROME_MAJOR_MIN or newer is needed."
  [ "$browser" = "$driver" ] || fail "Chromium is ${browser}x but its driver is ${driver}x; install the pair from one source."
  export CHROMIUM CHROMEDRIVER
  npm_tool axe-core "$AXE_VERSION"
  export AXE_SCRIPT=$npm_home/node_modules/axe-core/axe.min.js
  say "  Chromium ${browser%.} with its driver, axe-core $AXE_VERSION: ready"
}

FIRST_LOAD_BYTES_MAX=$((300 * 1000))

# Prints the brotli size of what the first visit waits for, and fails over budget; each late part has its own line.
size_report() {
  local total
  total=$(node -e '
    const fs = require("fs"), zlib = require("zlib"), path = process.argv[1];
    let first = 0, late = 0;
    const isLate = (name) => /^(late-|service-worker|manifest|icon)/.test(name);
    for (const name of fs.readdirSync(path).sort((a, b) => isLate(a) - isLate(b) || (a < b ? -1 : 1))) {
      const bytes = fs.readFileSync(path + "/" + name);
      const size = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
      console.error("    " + String(size).padStart(8) + " bytes  " + name + " (" + bytes.length + " plain)");
      if (isLate(name)) late += size; else first += size;
    }
    console.error("  late parts and service worker, brotli 11: " + late + " bytes, loaded after the first paint");
    console.log(first);' "$root/dist") || fail "dist/ cannot be read; run the build again."
  say "  first load, brotli 11: $total bytes of $FIRST_LOAD_BYTES_MAX"
  [ "$total" -le "$FIRST_LOAD_BYTES_MAX" ] || fail "the first load is over its budget of $FIRST_LOAD_BYTES_MAX bytes."
}

# Of a stage's output, passes on what tells progress and results.
show_stage() {
  grep --line-buffered -E '^(test |running |error|warning: unused|test result:)|panicked|bytes|first load|violation|executed_units|FAILED' || true
}
