"use strict";
(function () {
  var list = document.getElementById("list");
  if (!list) return;
  var filter = document.getElementById("filter");
  var sort = document.getElementById("sort");
  var shown = document.getElementById("shown");
  var items = Array.prototype.slice.call(list.children);
  var texts = items.map(function (item) { return item.textContent.toLowerCase(); });
  function show() {
    var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    var number = 0;
    items.forEach(function (item, index) {
      var fits = words.every(function (word) { return texts[index].indexOf(word) >= 0; });
      item.hidden = !fits;
      if (fits) number += 1;
    });
    shown.textContent = number + " of " + items.length + " flags";
  }
  function order() {
    var by = sort.value;
    var sorted = items.slice().sort(function (one, two) {
      if (by === "debt" || by === "places") {
        var difference = Number(two.dataset[by]) - Number(one.dataset[by]);
        if (difference) return difference;
      } else if (one.dataset[by] !== two.dataset[by]) {
        return one.dataset[by] < two.dataset[by] ? -1 : 1;
      }
      return one.dataset.flag < two.dataset.flag ? -1 : 1;
    });
    sorted.forEach(function (item) { list.appendChild(item); });
  }
  filter.addEventListener("input", show);
  sort.addEventListener("change", order);
  order();
  show();
})();
