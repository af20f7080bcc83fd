/* The search box: hidden until this runs, and nothing but itself depends on it. It asks nobody: the index lies in search.html. */
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  if (!form) return;
  form.hidden = false;
  const box = form.elements.q;
  const two = (digits) => "-" + digits.padStart(2, "0");
  const day = (_, year, month, date) => (year || "") + two(month) + (date ? two(date) : "-");
  const plain = (words) =>
    words
      .normalize("NFKC")
      .toLowerCase()
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?/g, day);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const target = form.getAttribute("action") + "#" + encodeURIComponent(box.value.trim());
    if (!data) location.href = target;
    else history.replaceState(null, "", "#" + encodeURIComponent(box.value.trim()));
    if (data) show();
  });
  const data = document.getElementById("index");
  if (!data) return;
  const rows = JSON.parse(data.textContent).map((row) => ({ row, text: plain(row.slice(0, 3).join(" ")) }));
  const list = document.getElementById("found");
  const status = document.getElementById("status");
  const most = 60;
  const item = ([title, about, figures, address]) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    const small = document.createElement("span");
    link.href = address;
    link.textContent = title;
    small.textContent = about;
    entry.append(link, small);
    if (figures) {
      const amount = document.createElement("span");
      amount.className = "fig";
      amount.textContent = figures;
      entry.append(amount);
    }
    return entry;
  };
  const show = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const hits = words.length ? rows.filter(({ text }) => words.every((word) => text.includes(word))) : [];
    list.replaceChildren(...hits.slice(0, most).map(({ row }) => item(row)));
    const said = hits.length > most ? status.dataset.more : hits.length ? status.dataset.some : status.dataset.none;
    status.textContent = words.length ? said.replace("{}", hits.length).replace("{}", most) : status.dataset.ask;
  };
  const asked = () => {
    try {
      box.value = decodeURIComponent(location.hash.slice(1));
    } catch {
      box.value = "";
    }
    show();
  };
  box.addEventListener("input", show);
  addEventListener("hashchange", asked);
  asked();
  box.focus();
})();
