"use strict";
(function () {
  var list = document.getElementById("list");
  if (!list) return;
  function byId(name) { return document.getElementById(name); }
  var controls = byId("controls"), filter = byId("filter"), sort = byId("sort"), show = byId("show"), shown = byId("shown");
  var items = Array.prototype.map.call(list.children, function (item) {
    return { node: item, data: item.dataset, text: item.textContent.toLowerCase() };
  });
  function fits(item, words, what) {
    if (what === "debt" && item.data.debt !== "1") return false;
    if (what === "found" && item.data.found !== "1") return false;
    return words.every(function (word) { return item.text.indexOf(word) >= 0; });
  }
  function narrow() {
    var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    var number = 0;
    items.forEach(function (item) {
      var stays = fits(item, words, show ? show.value : "all");
      item.node.hidden = !stays;
      if (stays) number += 1;
    });
    shown.textContent = number + " of " + items.length + " flags";
  }
  function order() {
    var by = sort.value;
    var most = by === "debt" || by === "places" || by === "age";
    items.sort(function (one, two) {
      if (most) {
        var difference = Number(two.data[by]) - Number(one.data[by]);
        if (difference) return difference;
      } else if (one.data[by] !== two.data[by]) {
        return one.data[by] < two.data[by] ? -1 : 1;
      }
      return one.data.flag < two.data.flag ? -1 : 1;
    });
    items.forEach(function (item) { list.appendChild(item.node); });
  }
  controls.addEventListener("submit", function (event) { event.preventDefault(); });
  filter.addEventListener("input", narrow);
  sort.addEventListener("change", order);
  if (show) {
    show.addEventListener("change", narrow);
    if (!items.some(function (item) { return item.data.found === "1"; })) show.value = "all";
  }
  controls.hidden = false;
  order();
  narrow();
})();
