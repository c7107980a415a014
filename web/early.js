// Shows the page for browsers that are too old. Written in the oldest JavaScript that such a browser may know, and run
// before everything else.
(function () {
  // A module that needs each feature of WebAssembly which the program is compiled to: several results, sign extension,
  // saturating conversion, bulk memory, references.
  var needed = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 0, 2, 127, 127, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0, 10, 23, 1,
    21, 0, 65, 0, 192, 67, 0, 0, 0, 0, 252, 0, 65, 0, 65, 0, 65, 0, 252, 11, 0, 11,
  ];
  function isEnough() {
    try {
      return (
        "noModule" in document.createElement("script") &&
        typeof DecompressionStream === "function" &&
        WebAssembly.validate(new Uint8Array(needed))
      );
    } catch (error) {
      return false;
    }
  }
  if (isEnough()) return;
  document.documentElement.setAttribute("data-old", "");
  document.getElementById("opening").setAttribute("hidden", "");
  document.getElementById("old").removeAttribute("hidden");
})();
